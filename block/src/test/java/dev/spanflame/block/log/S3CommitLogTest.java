package dev.spanflame.block.log;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStores;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3CommitLogTest extends CommitLogContract {
    private static @Nullable S3Server server;

    private @Nullable ObjectStore store;

    @BeforeAll
    static void start() {
        server = S3Servers.s3Proxy();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    ObjectStore store() throws IOException {
        if (store == null) {
            S3Server running = Objects.requireNonNull(server);
            String bucket = "bucket-" + UUID.randomUUID();
            running.createBucket(bucket);
            store = ObjectStores.open(running.config(bucket, "some/where"), new RealDisk(), InstantSource.system());
        }
        return store;
    }

    @Override
    int commitsEach() {
        return 2;
    }
}
