package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MotoTest extends S3ServerContract {
    private static @Nullable S3Server server;

    @BeforeAll
    static void start() {
        server = S3Servers.moto();
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

    /// It answers slower than others.
    @Override
    protected int races() {
        return FULL ? 100 : 20;
    }

    @Override
    String prefix() {
        return "";
    }
}
