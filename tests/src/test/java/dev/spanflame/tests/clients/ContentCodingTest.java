package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies in every coding that senders use.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentCodingTest {
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd", "deflate"})
    void a_body_in_this_coding_is_stored(String coding) throws IOException {
        String traceId = Spans.newTraceId();
        byte[] body = encode(coding, Spans.one(traceId, "coded", 500).toByteArray());

        Wire.Answer answer = Wire.post(
                server.uri("otlp-http").resolve("/v1/traces"),
                body,
                "Content-Type",
                "application/x-protobuf",
                "Content-Encoding",
                coding);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(new Tempo(server).spanNames(traceId)).containsExactly("work");
    }

    private static byte[] encode(String coding, byte[] body) throws IOException {
        return switch (coding) {
            case "identity" -> body;
            case "gzip" -> Wire.gzip(body);
            case "zstd" -> Zstd.compress(body);
            case "deflate" -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
                    deflate.write(body);
                }
                yield out.toByteArray();
            }
            default -> throw new IllegalArgumentException(coding);
        };
    }
}
