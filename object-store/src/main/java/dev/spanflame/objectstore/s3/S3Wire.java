package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.RetryPolicy;
import io.minio.BucketArgs;
import io.minio.GetObjectArgs;
import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/// Signs a request, sends it once on the calling thread and reads the whole answer. Thread-safe.
///
/// The MinIO client builds and signs the request (signature version 4, the SHA-256 of the body included, so that the
/// service refuses a body that changed on its way); OkHttp sends it. The client's own call path is left out: it hands
/// every call to further threads, repeats requests by rules of its own and hides the status of the answer.
final class S3Wire implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 64;

    /// Most bytes of an error that are read.
    private static final int ERROR_BYTES = 64 << 10;

    private final Http.BaseUrl address;
    private final String region;
    private final String bucket;
    private final OkHttpClient client;

    /// @throws IllegalArgumentException for certificates that cannot be read
    S3Wire(S3Address address, String bucket, RetryPolicy retries) {
        this.address = address.base();
        this.region = address.region();
        this.bucket = bucket;
        this.client = trusting(address, client(address, retries));
    }

    private static OkHttpClient client(S3Address address, RetryPolicy retries) {
        return new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(retries.silenceTimeout())
                .readTimeout(retries.silenceTimeout())
                .writeTimeout(retries.silenceTimeout())
                .callTimeout(retries.attemptTimeout())
                // Where TLS is not spoken, its trust store, slow to load, is left alone.
                .connectionSpecs(
                        address.base().isHttps()
                                ? List.of(ConnectionSpec.MODERN_TLS)
                                : List.of(ConnectionSpec.CLEARTEXT))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .build();
    }

    /// Takes the certificates of `SSL_CERT_FILE` and `SSL_CERT_DIR` for trusted, beside those of the Java installation.
    private static OkHttpClient trusting(S3Address address, OkHttpClient client) {
        if (!address.base().isHttps()
                || (address.certificateFile().isEmpty()
                        && address.certificateFolder().isEmpty())) {
            return client;
        }
        try {
            return Http.enableExternalCertificates(client, address.certificateFile(), address.certificateFolder());
        } catch (MinioException e) {
            throw new IllegalArgumentException(
                    "cannot read the certificates of SSL_CERT_FILE='" + address.certificateFile()
                            + "' and SSL_CERT_DIR='" + address.certificateFolder() + "': " + e.getMessage(),
                    e);
        }
    }

    /// Sends one attempt.
    ///
    /// @throws DamagedAnswerException for a body shorter than announced
    /// @throws IOException for everything that kept an answer from coming
    S3Answer send(S3Request request, SessionKeys keys) throws IOException {
        try (Response response = client.newCall(signed(request, keys)).execute()) {
            boolean error = response.code() >= 300;
            return new S3Answer(response.code(), response.headers(), error ? errorBody(response) : body(response));
        }
    }

    private okhttp3.Request signed(S3Request request, SessionKeys keys) throws IOException {
        try {
            return Http.S3Request.builder()
                    .userAgent("spanflame")
                    .method(request.method())
                    .args(args(request.key()))
                    .headers(new Http.Headers(request.headers()))
                    .queryParams(new Http.QueryParameters(request.query()))
                    .body(body(request))
                    .build()
                    .toRequest(
                            address,
                            region,
                            new Credentials(
                                    keys.accessKey(),
                                    keys.secretKey(),
                                    keys.token().orElse(null),
                                    null))
                    .httpRequest();
        } catch (MinioException | IllegalArgumentException e) {
            throw new IOException("cannot sign " + request.describe() + ": " + e.getMessage(), e);
        }
    }

    private BucketArgs args(@Nullable String key) {
        return key == null
                ? HeadBucketArgs.builder().bucket(bucket).build()
                : GetObjectArgs.builder().bucket(bucket).object(key).build();
    }

    private static Http.@Nullable Body body(S3Request request) {
        if (request.body().length == 0 && request.method() != Http.Method.PUT) {
            return null;
        }
        return new Http.Body(
                request.body(),
                request.body().length,
                request.method() == Http.Method.POST ? Http.XML_MEDIA_TYPE : Http.DEFAULT_MEDIA_TYPE,
                HexFormat.of().formatHex(sha256(request.body())),
                null);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] body(Response response) throws IOException {
        ResponseBody body = response.body();
        long length = response.request().method().equals("HEAD") ? 0 : body.contentLength();
        if (length > Integer.MAX_VALUE - 8) {
            throw new DamagedAnswerException("an answer of " + length + " bytes is more than was asked for");
        }
        try (BufferedSource source = body.source()) {
            if (length < 0) {
                return source.readByteArray();
            }
            byte[] bytes = new byte[(int) length];
            source.readFully(bytes);
            return bytes;
        } catch (ProtocolException | EOFException e) {
            throw new DamagedAnswerException("the answer ended before its " + length + " bytes were there", e);
        }
    }

    private static byte[] errorBody(Response response) throws IOException {
        try (BufferedSource source = response.body().source()) {
            source.request(ERROR_BYTES);
            return source.readByteArray(Math.min(ERROR_BYTES, source.getBuffer().size()));
        } catch (ProtocolException | EOFException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
