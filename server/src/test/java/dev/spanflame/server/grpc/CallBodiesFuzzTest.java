package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.TestPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies of Connect and of gRPC-Web calls, damaged: a listener answers them or blames the caller, and goes on.
final class CallBodiesFuzzTest {
    private static final int ROUNDS = 300;

    private final ProbeMethods probe = new ProbeMethods();
    private final TestPort port = new TestPort(ListenerSettings.defaults(), false, List.of(), probe.all());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        http.close();
        port.close();
    }

    private HttpResponse<byte[]> call(String type, String coding, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(port.url("/probe.Probe/Echo")))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (!coding.isEmpty()) {
            request.header(type.contains("grpc") ? "grpc-encoding" : "Content-Encoding", coding);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /// A refusal becomes the exception that it was in the server.
    private String read(String type, String coding, byte[] body) throws Exception {
        HttpResponse<byte[]> response = call(type, coding, body);
        String text = new String(response.body(), StandardCharsets.ISO_8859_1);
        boolean refused = response.statusCode() != 200;
        if (type.contains("grpc-web")) {
            assertThat(response.statusCode()).isEqualTo(200);
            byte[] frames = type.contains("text") ? Base64.getMimeDecoder().decode(response.body()) : response.body();
            String trailers = new String(frames, StandardCharsets.ISO_8859_1);
            assertThat(trailers).containsPattern("grpc-status: (0|3|5|8|12)\r\n");
            refused = !trailers.contains("grpc-status: 0\r\n");
            text = trailers;
        } else {
            assertThat(response.statusCode()).as(text).isIn(200, 400, 413, 415);
        }
        if (refused) {
            throw BackendException.badRequest("refused", text);
        }
        return String.valueOf(32 - Integer.numberOfLeadingZeros(response.body().length));
    }

    @Test
    @Timeout(600)
    void damagedBodiesAreAnsweredOrRefused() throws Exception {
        byte[] text = "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
        byte[] frame = framed((byte) 0, text);
        byte[] gzipFrame = framed((byte) 1, gzip(text));
        fuzz("connect json", "application/json", "", text);
        fuzz("connect gzip", "application/proto", "gzip", gzip(text));
        fuzz("grpc-web", "application/grpc-web+proto", "gzip", frame, gzipFrame);
        fuzz(
                "grpc-web-text",
                "application/grpc-web-text",
                "gzip",
                Base64.getEncoder().encode(gzipFrame));

        assertThat(call("application/json", "", text).body()).isEqualTo(text);
        port.awaitIdle();
        assertThat(port.budget.held()).isZero();
    }

    private void fuzz(String name, String type, String coding, byte[]... seeds) throws Exception {
        Tally tally = Fuzzer.run(new Target(name, ROUNDS, bytes -> read(type, coding, bytes)), List.of(seeds));

        assertThat(tally.refused()).as(name).isPositive();
    }

    private static byte[] framed(byte flag, byte[] message) {
        byte[] framed = new byte[message.length + 5];
        framed[0] = flag;
        framed[4] = (byte) message.length;
        System.arraycopy(message, 0, framed, 5, message.length);
        return framed;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
