package dev.spanflame.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorMapperTest {
    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,3,invalid_argument",
        "UNAUTHENTICATED,401,16,unauthenticated",
        "FORBIDDEN,403,7,permission_denied",
        "NOT_FOUND,404,5,not_found",
        "METHOD_NOT_ALLOWED,405,12,unimplemented",
        "BODY_TIMEOUT,408,14,unavailable",
        "TOO_LARGE,413,8,resource_exhausted",
        "UNSUPPORTED_MEDIA,415,3,invalid_argument",
        "UNPROCESSABLE,422,3,invalid_argument",
        "RATE_LIMITED,429,8,resource_exhausted",
        "CANCELLED,499,1,canceled",
        "INTERNAL,500,13,internal",
        "CORRUPT,500,15,data_loss",
        "UNIMPLEMENTED,501,12,unimplemented",
        "UNAVAILABLE,503,14,unavailable",
        "TIMEOUT,504,4,deadline_exceeded",
    })
    void mapsEveryKindOnce(ErrorKind kind, int http, int grpc, String connect) {
        assertThat(ErrorMapper.httpStatus(kind)).isEqualTo(http);
        assertThat(ErrorMapper.rpcCode(kind).number()).isEqualTo(grpc);
        assertThat(ErrorMapper.rpcCode(kind).connectName()).isEqualTo(connect);
    }

    @Test
    void asksToComeAgainWhereARetryMakesSenseAndOnlyThere() {
        assertThat(Arrays.stream(ErrorKind.values())
                        .filter(kind -> ErrorMapper.retryAfter(new BackendException(kind, "r", "m"))
                                .isPresent()))
                .containsExactlyInAnyOrder(ErrorKind.RATE_LIMITED, ErrorKind.UNAVAILABLE);
        assertThat(ErrorMapper.retryAfterSeconds(Duration.ofMillis(1))).isEqualTo("1");
        assertThat(ErrorMapper.retryAfterSeconds(Duration.ZERO)).isEqualTo("1");
        assertThat(ErrorMapper.retryAfterSeconds(Duration.ofMillis(2001))).isEqualTo("3");
    }

    @Test
    void writesStatusAsItsProtoSays() throws IOException {
        BackendException error = BackendException.retry(ErrorKind.UNAVAILABLE, "r", "später", Duration.ofMillis(1500));
        CodedInputStream in = CodedInputStream.newInstance(RpcStatus.of(error).toProtobuf());
        assertThat(in.readTag()).isEqualTo(1 << 3 | WireFormat.WIRETYPE_VARINT);
        assertThat(in.readInt32()).isEqualTo(14);
        assertThat(in.readTag()).isEqualTo(2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        assertThat(in.readString()).isEqualTo("später");
        assertThat(in.readTag()).isEqualTo(3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        com.google.protobuf.Any detail = com.google.protobuf.Any.parseFrom(in.readBytes());
        assertThat(detail.getTypeUrl()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
        CodedInputStream retry = detail.getValue().newCodedInput();
        assertThat(retry.readTag()).isEqualTo(1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        com.google.protobuf.Duration delay = com.google.protobuf.Duration.parseFrom(retry.readBytes());
        assertThat(delay.getSeconds()).isEqualTo(1);
        assertThat(delay.getNanos()).isEqualTo(500_000_000);
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void passesKnownErrorsOnThroughWrappers() {
        BackendException known = BackendException.badRequest("r", "m");
        assertThat(Faults.of(new java.util.concurrent.CompletionException(known), "test"))
                .isSameAs(known);
        assertThat(Faults.of(new IllegalStateException("x", known), "test").kind())
                .isEqualTo(ErrorKind.INTERNAL);
    }

    @Test
    void printsTextOfCallersInOneHarmlessLine() {
        assertThat(Printable.text("a\r\nb\u001b[31m\u202e\u2028\ud800", 100)).isEqualTo("a??b?[31m???");
        assertThat(Printable.text("abcdef", 3)).isEqualTo("abc...");
    }
}
