package dev.spanflame.server;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.ObjectStores;
import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.S3Access;
import dev.spanflame.objectstore.S3Keys;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.S3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Opens the object store of a configuration.
final class Stores {
    private Stores() {}

    /// The store that `configuration` names.
    static ObjectStore open(Configuration configuration, Disk disk, InstantSource clock) throws IOException {
        String store = configuration.store().isEmpty()
                ? configuration.data().resolve("blocks").toString()
                : configuration.store();
        try {
            return ObjectStores.open(ObjectStoreConfig.parse(store, access(configuration.s3())), disk, clock);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static S3Access access(S3 s3) {
        return new S3Access(
                text(s3.endpoint()).map(URI::create),
                text(s3.region()),
                s3.pathStyle() ? S3Access.Addressing.PATH : S3Access.Addressing.AUTO,
                keys(s3),
                RetryPolicy.standard());
    }

    private static S3Keys keys(S3 s3) {
        if (!s3.accessKey().isEmpty()) {
            return new S3Keys.Given(
                    s3.accessKey(),
                    s3.secretKey().value(),
                    text(s3.sessionToken().value()));
        }
        return s3.credentialsFile().isEmpty()
                ? new S3Keys.Discovered()
                : new S3Keys.SharedFile(Path.of(s3.credentialsFile()), s3.profile());
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
