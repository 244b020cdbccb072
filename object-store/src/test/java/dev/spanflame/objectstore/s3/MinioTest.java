package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Takes minutes for the first time, so it runs with `-Dspanflame.full=true` only.
@EnabledIfSystemProperty(named = "spanflame.full", matches = "true")
class MinioTest extends S3ServerContract {
    private static @Nullable S3Server server;

    @BeforeAll
    static void start() {
        server = S3Servers.minio();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    S3Server server() {
        return Objects.requireNonNull(server);
    }

    @Override
    String prefix() {
        return "prefix";
    }
}
