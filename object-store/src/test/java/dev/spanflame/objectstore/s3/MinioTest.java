package dev.spanflame.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.S3Keys;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import io.minio.credentials.AssumeRoleProvider;
import io.minio.credentials.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    @Test
    void sessionTokensOfTheServerWorkAndABrokenOneIsNamedUntilTheFileHasANewOne() throws Exception {
        String bucket = "bucket-" + UUID.randomUUID();
        server().createBucket(bucket);
        Path file = temporary.resolve("credentials");
        Credentials session = session();
        write(file, session, session.sessionToken());
        ObjectStoreConfig.S3 config =
                S3Server.config(bucket, "p", server().endpoint(), new S3Keys.SharedFile(file, "default"));
        try (ObjectStore store = S3ObjectStore.open(config, new RealDisk(), InstantSource.system())) {
            store.put("k", Payload.of(new byte[] {1}));
            write(file, session, "x" + session.sessionToken());
            await(() -> store.head("k").isEmpty(), Trouble.EXPIRED_TOKEN);
            assertThat(store.health().trouble()).contains(Trouble.EXPIRED_TOKEN);
            Credentials next = session();
            write(file, next, next.sessionToken());
            assertThat(store.get("k")).containsExactly(1);
            assertThat(store.health().trouble()).isEmpty();
        }
    }

    /// Calls until the file has been read again, which takes up to a second.
    private static void await(Callable<Boolean> call, Trouble trouble) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                call.call();
            } catch (StoreException e) {
                assertThat(e.trouble()).as(e.getMessage()).isEqualTo(trouble);
                return;
            }
        }
        throw new AssertionError("the broken token is still accepted");
    }

    private Credentials session() throws Exception {
        return new AssumeRoleProvider(
                        server().endpoint().toString(),
                        server().keys().accessKey(),
                        server().keys().secretKey(),
                        900,
                        null,
                        S3Server.REGION,
                        null,
                        null,
                        null,
                        null)
                .fetch();
    }

    private static void write(Path file, Credentials keys, String token) throws IOException {
        Files.writeString(file, """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                aws_session_token = %s
                """.formatted(keys.accessKey(), keys.secretKey(), token));
    }
}
