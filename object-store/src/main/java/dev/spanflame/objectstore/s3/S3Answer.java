package dev.spanflame.objectstore.s3;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.Headers;

/// What the service answered, read to its end.
record S3Answer(int status, Headers headers, byte[] body) {
    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// A header that holds a time, as `Last-Modified` and `Date` do.
    Optional<Instant> time(String name) {
        try {
            return header(name)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The error document in the body, if there is one.
    Optional<S3Error> error() {
        return S3Xml.error(body);
    }
}
