package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.TestPort;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// gRPC as browsers speak it, over HTTP/1.1.
@Timeout(30)
final class GrpcWebCallTest {
    private final ProbeMethods probe = new ProbeMethods();
    private final TestPort port = new TestPort(ListenerSettings.defaults(), false, List.of(), probe.all());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        http.close();
        port.close();
    }

    private HttpResponse<byte[]> call(String method, String type, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(port.url("/probe.Probe/" + method)))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] framed(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    @Test
    void answersWithTheMessageAndTheTrailersInTheBody() throws Exception {
        HttpResponse<byte[]> response = call("Echo", "application/grpc-web+proto", framed("raw bytes"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/grpc-web+proto");
        byte[] message = framed("raw bytes");
        assertThat(Arrays.copyOf(response.body(), message.length)).isEqualTo(message);
        assertThat(response.body()[message.length]).isEqualTo((byte) 0x80);
        assertThat(trailers(response.body(), message.length)).isEqualTo("grpc-status: 0\r\n");
    }

    @Test
    void speaksBase64WhereAskedTo() throws Exception {
        HttpResponse<byte[]> response =
                call("Echo", "application/grpc-web-text", Base64.getEncoder().encode(framed("raw bytes")));

        byte[] body = Base64.getDecoder().decode(response.body());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/grpc-web-text+proto");
        assertThat(trailers(body, framed("raw bytes").length)).isEqualTo("grpc-status: 0\r\n");
    }

    @Test
    void errorsAreTrailersToo() throws Exception {
        HttpResponse<byte[]> response = call("Fail", "application/grpc-web", framed("BAD_REQUEST"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(trailers(response.body(), 0)).startsWith("grpc-status: 3\r\ngrpc-message: ");

        HttpResponse<byte[]> cut = call("Echo", "application/grpc-web", new byte[] {0, 0, 0, 0, 9, 1});
        assertThat(trailers(cut.body(), 0)).startsWith("grpc-status: 3\r\n").contains("6 bytes");
    }

    @Test
    void messagesAreProtobufAndNothingElse() throws Exception {
        HttpResponse<byte[]> json = call("Echo", "application/grpc-web+json", framed("{}"));
        assertThat(json.statusCode()).isEqualTo(415);
        assertThat(new String(json.body(), StandardCharsets.UTF_8)).contains("application/grpc-web+json", "+proto");
        assertThat(call("Echo", "application/grpc-web-text+thrift", framed("{}"))
                        .statusCode())
                .isEqualTo(415);
    }

    private static String trailers(byte[] body, int at) {
        int length = ByteBuffer.wrap(body).getInt(at + 1);
        return new String(body, at + 5, length, StandardCharsets.US_ASCII);
    }
}
