package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Stands for all that a sender said about one profile: 128 bits of its SHA-256. Two profiles with the
/// same key are one that was sent twice.
public record ContentKey(long high, long low) {
    /// The key of a digest of at least 16 bytes.
    static ContentKey of(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new ContentKey(bytes.getLong(), bytes.getLong());
    }

    /// Adds up what a profile consists of.
    static final class Builder {
        private final MessageDigest digest;

        Builder() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        Builder add(byte[] bytes) {
            return add(new RawBytes(bytes, 0, bytes.length));
        }

        Builder add(RawBytes bytes) {
            add(bytes.to() - bytes.from());
            digest.update(bytes.array(), bytes.from(), bytes.to() - bytes.from());
            return this;
        }

        Builder add(long number) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            return this;
        }

        Builder add(String text) {
            return add(text.getBytes(StandardCharsets.UTF_8));
        }

        Builder add(Labels labels) {
            for (Labels.Label label : labels) {
                add(label.name()).add(label.value());
            }
            return add(labels.size());
        }

        ContentKey build() {
            return of(digest.digest());
        }
    }
}
