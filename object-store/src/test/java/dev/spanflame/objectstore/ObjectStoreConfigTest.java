package dev.spanflame.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.objectstore.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreConfigTest {
    private static final S3Access ACCESS = S3Access.standard();

    @TempDir
    Path temporary = Path.of("target");

    @ParameterizedTest
    @ValueSource(strings = {"./data", "data", "/var/lib/spanflame", "../data", "s3", "s3/bucket"})
    void aPathIsAFolder(String store) {
        assertThat(ObjectStoreConfig.parse(store, ACCESS)).isEqualTo(new ObjectStoreConfig.Files(Path.of(store)));
    }

    @Test
    void anS3AddressIsBucketAndPrefix() {
        assertThat(ObjectStoreConfig.parse("s3://bucket", ACCESS))
                .isEqualTo(new ObjectStoreConfig.S3("bucket", "", ACCESS));
        assertThat(ObjectStoreConfig.parse("s3://bucket/", ACCESS))
                .isEqualTo(new ObjectStoreConfig.S3("bucket", "", ACCESS));
        assertThat(ObjectStoreConfig.parse(" s3://my.bucket-1/a/b/ ", ACCESS))
                .isEqualTo(new ObjectStoreConfig.S3("my.bucket-1", "a/b", ACCESS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "s3://",
                "s3:///prefix",
                "s3:bucket",
                "s3://Bucket",
                "s3://b",
                "s3://bucket//x",
                "s3://bucket/../x",
                "s3://bucket/a?endpoint=http://x",
                "gs://bucket",
                "http://host/bucket",
                "~/data",
                "~",
                "file:///data",
                "da\0ta"
            })
    void anythingElseIsRefusedWithWhatIsExpected(String store) {
        assertThatThrownBy(() -> ObjectStoreConfig.parse(store, ACCESS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("store '" + store.replace('\0', '?') + "': ")
                .hasMessageContaining("s3://bucket/prefix");
    }

    @Test
    void eachConfigOpensItsStore() throws IOException {
        S3Access access = new S3Access(
                Optional.empty(),
                Optional.empty(),
                S3Access.Addressing.AUTO,
                new S3Keys.Given("access", "secret", Optional.empty()),
                RetryPolicy.standard());
        try (ObjectStore files = open(temporary.resolve("data").toString(), access);
                ObjectStore s3 = open("s3://bucket/prefix", access)) {
            assertThat(files).isInstanceOf(FileObjectStore.class);
            assertThat(s3).isInstanceOf(S3ObjectStore.class);
        }
    }

    private static ObjectStore open(String store, S3Access access) throws IOException {
        return ObjectStores.open(ObjectStoreConfig.parse(store, access), new RealDisk(), InstantSource.system());
    }
}
