package dev.spanflame.proto.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ErrorStatusTest {
    private static final BackendException LIMITED =
            BackendException.retry(ErrorKind.RATE_LIMITED, "rate", "slower, please", Duration.ofMillis(1_500));

    @Test
    void carriesTheDelayUnderTheNameThatClientsLookFor() throws Exception {
        Status status = Status.parseFrom(ErrorStatus.protobuf(LIMITED));

        assertThat(status.getCode()).isEqualTo(8);
        assertThat(status.getMessage()).isEqualTo("slower, please");
        assertThat(status.getDetails(0).getTypeUrl()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
        assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getNanos())
                .isEqualTo(500_000_000);
        assertThat(Status.getDescriptor().getFullName()).isEqualTo("google.rpc.Status");
    }

    @Test
    void printsProto3Json() {
        assertThat(new String(ErrorStatus.json(LIMITED), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":8,\"message\":\"slower, please\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.500s\"}]}");
        assertThat(new String(ErrorStatus.json(BackendException.badRequest("x", "no")), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":3,\"message\":\"no\"}");
    }
}
