package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.ExclusiveWriteProbe;
import dev.spanflame.objectstore.ExclusiveWriteProbe.Verdict;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreContract;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.server.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against a real server; each test has a bucket of its own, or a prefix of its own in one bucket.
abstract class S3ServerContract extends ObjectStoreContract {
    /// Whether `bin/test --full` asked for as many races as a store of files has.
    static final boolean FULL = Boolean.getBoolean("spanflame.full");

    @TempDir
    Path temporary = Path.of("target");

    /// The server, started once for the class.
    abstract S3Server server();

    @Override
    protected ObjectStore openEmpty() throws IOException {
        String bucket = "bucket-" + UUID.randomUUID();
        server().createBucket(bucket);
        return S3ObjectStore.open(server().config(bucket, prefix()), new RealDisk(), InstantSource.system());
    }

    @Override
    protected int races() {
        return FULL ? super.races() : 100;
    }

    /// What the keys of the store begin with.
    abstract String prefix();

    @Override
    protected Path localFile(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(temporary, "local", ".bin"), content);
    }

    @Test
    void theServerPassesTheProbe() throws IOException {
        try (ObjectStore store = openEmpty()) {
            Assertions.assertThat(ExclusiveWriteProbe.run(store, "probe/")).isEqualTo(new Verdict.Exclusive());
            Assertions.assertThat(store.list(ListRequest.objects("")).objects()).isEmpty();
        }
    }
}
