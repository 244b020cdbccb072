package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeoutsTest {
    @Test
    void readsAllUnits() {
        assertThat(Timeouts.grpc("2H")).contains(Duration.ofHours(2));
        assertThat(Timeouts.grpc("3M")).contains(Duration.ofMinutes(3));
        assertThat(Timeouts.grpc("4S")).contains(Duration.ofSeconds(4));
        assertThat(Timeouts.grpc("5m")).contains(Duration.ofMillis(5));
        assertThat(Timeouts.grpc("6u")).contains(Duration.ofNanos(6000));
        assertThat(Timeouts.grpc("99999999n")).contains(Duration.ofNanos(99_999_999));
        assertThat(Timeouts.grpc("99999999H")).contains(Duration.ofDays(1));
        assertThat(Timeouts.grpc("")).isEmpty();
        assertThat(Timeouts.connect("1500")).contains(Duration.ofMillis(1500));
        assertThat(Timeouts.connect("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "1", "-1S", "123456789S", "1x", "1 S", "٣S"})
    void refusesOtherGrpcTimeouts(String text) {
        assertThatThrownBy(() -> Timeouts.grpc(text)).isInstanceOf(BackendException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "12345678901", "x"})
    void refusesOtherConnectTimeouts(String text) {
        assertThatThrownBy(() -> Timeouts.connect(text)).isInstanceOf(BackendException.class);
    }

    @Test
    void encodesMessagesForAHeader() {
        assertThat(GrpcStatus.percentEncoded("a b%\nü~")).isEqualTo("a b%25%0A%C3%BC~");
        assertThat(GrpcStatus.percentEncoded("x".repeat(100_000))).hasSize(2048);
    }
}
