package dev.spanflame.proto.inflate;

import dev.spanflame.model.BackendException;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/// Inflates gzip (RFC 1952): one member or several, each with its checksum and size.
final class GzipInflater {
    private static final int SMALLEST_MEMBER = 18;
    private static final int MAX_DEFLATE_RATIO = 1032;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;

    private final byte[] bytes;
    private final int to;
    private final InflatedBytes out;
    private int at;

    GzipInflater(byte[] bytes, int from, int to, InflateBudget budget) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
        this.out = new InflatedBytes(budget, announced(from));
    }

    /// Size that the last member ends with, as far as deflate can reach it.
    private long announced(int from) {
        long size = to - from < SMALLEST_MEMBER ? 0 : intAt(to - 4) & 0xffff_ffffL;
        return Math.min(size, (long) (to - from) * MAX_DEFLATE_RATIO);
    }

    /// All members.
    byte[] inflate() {
        Inflater inflater = new Inflater(true);
        try {
            do {
                inflater.reset();
                member(inflater);
            } while (at < to);
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    private void member(Inflater inflater) {
        header();
        CRC32 checksum = new CRC32();
        int before = out.size();
        out.watch(checksum);
        at = DeflateInflater.run(inflater, ContentCoding.GZIP, bytes, at, to, out);
        need(TRAILER_BYTES);
        if (intAt(at) != (int) checksum.getValue()) {
            throw malformed("its checksum is wrong");
        }
        if (intAt(at + 4) != out.size() - before) {
            throw malformed("its size is wrong");
        }
        at += TRAILER_BYTES;
    }

    private void header() {
        need(HEADER_BYTES);
        if (bytes[at] != 0x1f || bytes[at + 1] != (byte) 0x8b || bytes[at + 2] != 8) {
            throw malformed("at byte " + at + " no member begins");
        }
        int flags = bytes[at + 3];
        if ((flags & FLAGS_RESERVED) != 0) {
            throw malformed("its header has unknown flags");
        }
        at += HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            need(2);
            int length = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
            need(2 + length);
            at += 2 + length;
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            need(2);
            at += 2;
        }
    }

    private void skipText() {
        while (at < to && bytes[at] != 0) {
            at++;
        }
        need(1);
        at++;
    }

    private void need(int count) {
        if (to - at < count) {
            throw malformed("it is cut off");
        }
    }

    private int intAt(int offset) {
        return bytes[offset] & 0xff
                | (bytes[offset + 1] & 0xff) << 8
                | (bytes[offset + 2] & 0xff) << 16
                | (bytes[offset + 3] & 0xff) << 24;
    }

    private static BackendException malformed(String why) {
        return BoundedInflater.malformed(ContentCoding.GZIP, why);
    }
}
