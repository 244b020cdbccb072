package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.edge.Codings;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.TestPort;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Connect's unary calls in protobuf and JSON.
@Timeout(30)
final class ConnectCallTest {
    private final ProbeMethods probe = new ProbeMethods();
    private final TestPort port = new TestPort(ListenerSettings.defaults(), false, List.of(), probe.all());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        http.close();
        port.close();
    }

    private HttpRequest.Builder call(String method, String type) {
        return HttpRequest.newBuilder(URI.create(port.url("/probe.Probe/" + method)))
                .header("Content-Type", type);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void callsInProtobuf() throws Exception {
        HttpResponse<String> response =
                send(call("Echo", "application/proto").POST(BodyPublishers.ofString("raw bytes")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("raw bytes");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/proto");
    }

    @Test
    void callsInJson() throws Exception {
        HttpResponse<String> response = send(call("Echo", "application/json; charset=utf-8")
                .header("Connect-Protocol-Version", "1")
                .POST(BodyPublishers.ofString("{\"text\":\"hello\"}")));
        assertThat(response.body()).isEqualTo("{\"text\":\"hello\"}");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void readsAndWritesGzip() throws Exception {
        byte[] large = "abc".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = http.send(
                call("Echo", "application/proto")
                        .header("Content-Encoding", "gzip")
                        .header("Accept-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(Codings.gzip(large)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
                .isEqualTo(large);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,invalid_argument",
        "UNAUTHENTICATED,401,unauthenticated",
        "FORBIDDEN,403,permission_denied",
        "NOT_FOUND,404,not_found",
        "TOO_LARGE,413,resource_exhausted",
        "RATE_LIMITED,429,resource_exhausted",
        "INTERNAL,500,internal",
        "CORRUPT,500,data_loss",
        "UNIMPLEMENTED,501,unimplemented",
        "UNAVAILABLE,503,unavailable",
        "TIMEOUT,504,deadline_exceeded",
    })
    void mapsErrorsToCodeAndStatus(String kind, int status, String code) throws Exception {
        HttpResponse<String> response = send(call("Fail", "application/proto").POST(BodyPublishers.ofString(kind)));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).startsWith("{\"code\":\"" + code + "\",\"message\":");
    }

    @Test
    void endsACallAtItsDeadline() throws Exception {
        HttpResponse<String> response = send(call("Wait", "application/proto")
                .header("Connect-Timeout-Ms", "150")
                .POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).contains("deadline_exceeded", "150 ms");
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesWrongMethodTypeAndVersion() throws Exception {
        HttpResponse<String> get = send(call("Echo", "application/proto").GET());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> type = send(call("Echo", "text/xml").POST(BodyPublishers.ofString("x")));
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(type.body()).contains("application/proto", "application/json");
        HttpResponse<String> version = send(call("Echo", "application/proto")
                .header("Connect-Protocol-Version", "9")
                .POST(BodyPublishers.ofString("x")));
        assertThat(version.statusCode()).isEqualTo(400);
        HttpResponse<String> timeout = send(call("Echo", "application/proto")
                .header("Connect-Timeout-Ms", "-1")
                .POST(BodyPublishers.ofString("x")));
        assertThat(timeout.statusCode()).isEqualTo(400);
        HttpResponse<String> stream = send(call("Stream", "application/proto").POST(BodyPublishers.ofString("x")));
        assertThat(stream.statusCode()).isEqualTo(415);
        assertThat(stream.body()).contains("application/grpc over HTTP/2");
        HttpResponse<String> json = send(call("Echo", "application/json").POST(BodyPublishers.ofString("[]")));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body()).contains("invalid_argument");
    }

    @Test
    void explainsThatGrpcNeedsHttp2() throws Exception {
        HttpResponse<String> response = send(call("Echo", "application/grpc").POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("HTTP/2");
    }
}
