package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.PayloadReader;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import io.minio.Http;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Puts payloads: small ones in one request, large ones in parts, one after the other. Thread-safe.
final class S3Upload {
    private static final Logger LOG = System.getLogger(S3Upload.class.getName());

    /// What fits into one part goes up in one request. Bounds the memory of a put.
    static final int PART_BYTES = 16 << 20;

    private static final int MOST_PARTS = 10_000;

    /// An upload that the service lost (or completed, with the answer lost) is made again this often.
    private static final int UPLOADS = 3;

    private final S3Client client;

    S3Upload(S3Client client) {
        this.client = client;
    }

    void put(String key, PayloadReader payload) throws IOException {
        if (payload.size() <= PART_BYTES) {
            byte[] whole = bytes(payload.read(0, (int) payload.size()));
            client.sendForSuccess(S3Request.of(Http.Method.PUT, key).body(whole));
            return;
        }
        for (int i = 0; i < UPLOADS; i++) {
            if (putInParts(key, payload)) {
                return;
            }
        }
        throw new StoreException(
                Trouble.UNREACHABLE, "the service lost the upload of '" + key + "' " + UPLOADS + " times");
    }

    /// False if the service does not know the upload any more.
    private boolean putInParts(String key, PayloadReader payload) throws IOException {
        S3Request create = S3Request.of(Http.Method.POST, key)
                .query(Map.of("uploads", ""))
                .check(answer -> S3Xml.element(answer.body(), "UploadId"));
        S3Answer created = client.sendForSuccess(create);
        String upload = S3Xml.element(created.body(), "UploadId");
        try {
            Optional<String> parts = putParts(key, upload, payload);
            return parts.isPresent() && complete(key, upload, parts.get());
        } catch (IOException | RuntimeException e) {
            abort(key, upload);
            throw e;
        }
    }

    /// The document that completes the upload; empty if the service does not know the upload any more.
    private Optional<String> putParts(String key, String upload, PayloadReader payload) throws IOException {
        StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
        long size = payload.size();
        int partBytes = partBytes(size);
        int number = 1;
        for (long at = 0; at < size; at += partBytes) {
            S3Request put = part(key, upload, number, bytes(payload.read(at, (int) Math.min(partBytes, size - at))));
            S3Answer answer = client.send(put);
            if (answer.status() == 404) {
                return Optional.empty();
            }
            client.requireSuccess(answer, put);
            appendPart(parts, number++, answer.header("ETag").orElseThrow());
        }
        return Optional.of(parts.append("</CompleteMultipartUpload>").toString());
    }

    private static S3Request part(String key, String upload, int number, byte[] part) {
        return S3Request.of(Http.Method.PUT, key)
                .query(Map.of("partNumber", Integer.toString(number), "uploadId", upload))
                .body(part)
                .check(answer -> {
                    if (answer.header("ETag").isEmpty()) {
                        throw new DamagedAnswerException("the part was stored without an ETag");
                    }
                });
    }

    private boolean complete(String key, String upload, String parts) throws IOException {
        S3Request complete = S3Request.of(Http.Method.POST, key)
                .query(Map.of("uploadId", upload))
                .body(parts.getBytes(StandardCharsets.UTF_8));
        S3Answer answer = client.send(complete);
        if (answer.status() == 404) {
            return false;
        }
        client.requireSuccess(answer, complete);
        return true;
    }

    /// Parts that stay behind cost money; a life-cycle rule of the bucket is the net below this.
    private void abort(String key, String upload) {
        try {
            client.send(S3Request.of(Http.Method.DELETE, key).query(Map.of("uploadId", upload)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "parts of the upload of ''{0}'' stay in the bucket: {1}", key, e.getMessage());
        }
    }

    private static void appendPart(StringBuilder xml, int number, String etag) {
        xml.append("<Part><PartNumber>").append(number).append("</PartNumber><ETag>");
        xml.append(etag.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"));
        xml.append("</ETag></Part>");
    }

    private static int partBytes(long size) {
        return Math.toIntExact(Math.max(PART_BYTES, (size + MOST_PARTS - 1) / MOST_PARTS));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.position() == 0
                && buffer.remaining() == buffer.array().length) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
    }
}
