package dev.spanflame.traceql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "1ns, 1",
        "1us, 1000",
        "1µs, 1000",
        "1ms, 1000000",
        "1s, 1000000000",
        "1m, 60000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "1w, 604800000000000",
        "1y, 31536000000000000",
        "1d12h, 129600000000000",
        "1h15m30.918273645s, 4530918273645",
        ".24h, 864000000000",
        "1.5h, 5400000000000",
        "10m1s, 601000000000",
        "1s1h, 3601000000000",
        "0.5ms, 500000",
        "1.s, 1000000000"
    })
    void readsBothNotations(String text, long nanos) {
        assertThat(DurationText.parse(text)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "1.5d",
                "1h1d",
                "1d0.5h",
                "1t",
                ".s",
                "1d1d",
                "9223372036854775808ns",
                "400y",
                "1s."
            })
    void refusesEverythingElse(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "1500, 1.5µs",
        "100000000, 100ms",
        "1500000000, 1.5s",
        "60000000000, 1m0s",
        "3600000000000, 1h0m0s",
        "90061000000001, 25h1m1.000000001s",
        "-1500000, -1.5ms"
    })
    void writesGosNotation(long nanos, String text) {
        assertThat(DurationText.of(nanos)).isEqualTo(text);
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long nanos = random.nextLong() >>> random.nextInt(1, 64);
            assertThat(DurationText.parse(DurationText.of(nanos)))
                    .as(DurationText.of(nanos))
                    .hasValue(nanos);
        }
    }
}
