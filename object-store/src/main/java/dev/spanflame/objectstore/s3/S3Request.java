package dev.spanflame.objectstore.s3;

import io.minio.Http;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request to the bucket, not signed yet.
///
/// @param key the whole key in the bucket; null for the bucket itself
/// @param body what is sent with PUT and POST
/// @param check looks at an answer of status 2xx; what it rejects is tried again
record S3Request(
        Http.Method method,
        @Nullable String key,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        Check check) {
    private static final byte[] EMPTY = {};

    /// Looks at a successful answer.
    @FunctionalInterface
    interface Check {
        /// Accepts anything.
        Check NONE = _ -> {};

        /// Throws if the answer is not what it claims to be.
        void accept(S3Answer answer) throws DamagedAnswerException;
    }

    /// A request without query, headers and body.
    static S3Request of(Http.Method method, @Nullable String key) {
        return new S3Request(method, key, Map.of(), Map.of(), EMPTY, Check.NONE);
    }

    /// The same with a query.
    S3Request query(Map<String, String> parameters) {
        return new S3Request(method, key, parameters, headers, body, check);
    }

    /// The same with headers.
    S3Request headers(Map<String, String> values) {
        return new S3Request(method, key, query, values, body, check);
    }

    /// The same with a body.
    S3Request body(byte[] bytes) {
        return new S3Request(method, key, query, headers, bytes, check);
    }

    /// The same with a check.
    S3Request check(Check look) {
        return new S3Request(method, key, query, headers, body, look);
    }

    /// What it does, for messages: "GET 'key'".
    String describe() {
        return method + (key == null ? " of the bucket" : " of '" + key + "'");
    }
}
