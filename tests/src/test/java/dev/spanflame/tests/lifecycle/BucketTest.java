package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blocks in a bucket of a real S3 server.
class BucketTest {
    @TempDir
    Path folder;

    @Test
    void what_was_flushed_to_a_bucket_is_read_by_a_server_that_has_nothing_of_its_own()
            throws IOException, InterruptedException {
        try (S3Server s3 = S3Servers.s3Proxy()) {
            s3.createBucket("telemetry");
            String traceId = Spans.newTraceId();
            try (SpanflameProcess server = start(s3, "first")) {
                assertThat(Spans.send(server, Spans.one(traceId, "bucket", 10).toByteArray())
                                .status())
                        .isEqualTo(200);
                assertThat(Profiles.send(server, "bucket", 9, "leaf", "root")).isEqualTo(200);
                server.flush();
                server.kill();
            }

            try (SpanflameProcess server = start(s3, "second")) {
                Tempo tempo = new Tempo(server);
                assertThat(tempo.spanNames(traceId)).containsExactly("work");
                assertThat(tempo.search("{ resource.service.name = \"bucket\" }"))
                        .containsExactly(traceId);
                assertThat(Profiles.flameGraph(server, "bucket")).containsEntry("leaf", 9L);
            }
        }
    }

    private SpanflameProcess start(S3Server s3, String name) throws IOException {
        return SpanflameProcess.start(
                folder.resolve(name),
                "--store=s3://telemetry/prod",
                "--s3.endpoint=" + s3.endpoint(),
                "--s3.region=" + S3Server.REGION,
                "--s3.access-key=" + s3.keys().accessKey(),
                "--s3.secret-key=" + s3.keys().secretKey());
    }
}
