package dev.spanflame.objectstore.server;

import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.S3Access;
import dev.spanflame.objectstore.S3Access.Addressing;
import dev.spanflame.objectstore.S3Keys;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/// A running S3 server and the way to it.
///
/// @param name product and version
public record S3Server(String name, ServerProcess process, S3Keys.Given keys) implements AutoCloseable {
    /// Any region but `us-east-1`, for which some servers refuse the way the MinIO client makes a bucket.
    public static final String REGION = "eu-west-1";

    /// Without TLS, whose set-up would take most of the time.
    private static final OkHttpClient CLEARTEXT = new OkHttpClient.Builder()
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .build();

    /// Its address.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + process.port());
    }

    /// Makes a bucket that is not there yet.
    public void createBucket(String bucket) {
        try (MinioClient client = MinioClient.builder()
                .endpoint(endpoint().toString())
                .region(REGION)
                .credentials(keys.accessKey(), keys.secretKey())
                .httpClient(CLEARTEXT)
                .build()) {
            client.makeBucket(
                    MakeBucketArgs.builder().bucket(bucket).region(REGION).build());
        } catch (MinioException e) {
            throw new IllegalStateException("cannot make bucket " + bucket + " on " + name, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot close the client", e);
        }
    }

    /// How a store reaches a bucket of this server.
    public ObjectStoreConfig.S3 config(String bucket, String prefix) {
        return config(bucket, prefix, endpoint(), keys);
    }

    /// The same by another address, as that of a proxy in front, or with other keys.
    public static ObjectStoreConfig.S3 config(String bucket, String prefix, URI endpoint, S3Keys keys) {
        return new ObjectStoreConfig.S3(
                bucket,
                prefix,
                new S3Access(
                        Optional.of(endpoint), Optional.of(REGION), Addressing.PATH, keys, RetryPolicy.standard()));
    }

    @Override
    public void close() {
        process.close();
    }
}
