package dev.spanflame.objectstore.s3;

import java.util.Arrays;
import java.util.Optional;

/// A range of an object as it is asked for, and whether an answer is that range (RFC 9110, section 14).
///
/// @param length 1 or more
record ByteRange(long offset, int length) {
    /// The `Range` header.
    String header() {
        long last = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length - 1;
        return "bytes=" + offset + "-" + last;
    }

    /// Rejects an answer that holds other bytes than those asked for.
    void check(S3Answer answer) throws DamagedAnswerException {
        Optional<String> contentRange = answer.header("Content-Range");
        if (answer.status() != 206 || contentRange.isEmpty()) {
            return;
        }
        String[] parts = contentRange.get().strip().split("[ /-]", -1);
        try {
            long first = Long.parseLong(parts[1]);
            long last = Long.parseLong(parts[2]);
            long total = parts[3].equals("*") ? last + 1 : Long.parseLong(parts[3]);
            long wanted = Math.min(total - offset, length);
            if (first != offset || last - first + 1 != wanted || answer.body().length != wanted) {
                throw damaged(contentRange.get(), answer.body().length);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw damaged(contentRange.get(), answer.body().length);
        }
    }

    private DamagedAnswerException damaged(String contentRange, int bytes) {
        return new DamagedAnswerException(
                "asked for " + header() + " and got " + bytes + " bytes as '" + contentRange + "'");
    }

    /// The bytes of the range; a service that does not know ranges sends the whole object.
    byte[] of(S3Answer answer) {
        byte[] body = answer.body();
        if (answer.status() == 206) {
            return body;
        }
        int start = (int) Math.min(offset, body.length);
        return Arrays.copyOfRange(body, start, (int) Math.min((long) start + length, body.length));
    }
}
