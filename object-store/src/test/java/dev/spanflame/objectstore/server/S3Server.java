package dev.spanflame.objectstore.server;

import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.S3Access;
import dev.spanflame.objectstore.S3Access.Addressing;
import dev.spanflame.objectstore.S3Keys;
import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// A running S3 server and the way to it.
///
/// @param name product and version
/// @param home where its data and its output are, removed at the end
public record S3Server(String name, ServerProcess process, S3Keys.Given keys, Path home) implements AutoCloseable {
    /// Any region but `us-east-1`, for which servers refuse a bucket that is to lie in it.
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
        String configuration = "<CreateBucketConfiguration><LocationConstraint>" + REGION
                + "</LocationConstraint></CreateBucketConfiguration>";
        try {
            Request request = Http.S3Request.builder()
                    .userAgent("spanflame-test")
                    .method(Http.Method.PUT)
                    .args(HeadBucketArgs.builder().bucket(bucket).build())
                    .headers(new Http.Headers())
                    .queryParams(new Http.QueryParameters())
                    .body(body(configuration.getBytes(StandardCharsets.UTF_8)))
                    .build()
                    .toRequest(
                            new Http.BaseUrl(endpoint().toString()),
                            REGION,
                            new Credentials(keys.accessKey(), keys.secretKey(), null, null))
                    .httpRequest();
            try (Response response = CLEARTEXT.newCall(request).execute()) {
                if (!response.isSuccessful()) {
                    throw new IOException(
                            response.code() + " " + response.body().string());
                }
            }
        } catch (IOException | MinioException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot make bucket " + bucket + " on " + name, e);
        }
    }

    private static Http.Body body(byte[] bytes) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Http.Body(
                bytes, bytes.length, Http.XML_MEDIA_TYPE, HexFormat.of().formatHex(hash), null);
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
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(S3Server::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
