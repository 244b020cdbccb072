package dev.spanflame.block.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/// Layout of a log file: pages of 32 KiB, each a row of fragments that never cross a page.
///
/// ```
/// fragment:  type u8 | length u16 | crc32c u32 | payload
/// ```
///
/// The checksum covers the file's number, the fragment's position in the file, type, length and payload, so a page
/// that was moved, repeated or left over from another file does not pass. A record is one FULL fragment, or FIRST,
/// any number of MIDDLE, LAST. The first fragment of a file is its HEADER. Zero bytes fill the rest of a page.
final class WalFormat {
    static final int PAGE = 32 * 1024;
    static final int OVERHEAD = 1 + 2 + 4;
    static final byte FILLER = 0;
    static final byte FULL = 1;
    static final byte FIRST = 2;
    static final byte MIDDLE = 3;
    static final byte LAST = 4;
    static final byte HEADER = 5;

    private static final byte[] MAGIC = {'S', 'F', 'W', 'A', 'L'};
    private static final byte VERSION = 1;
    private static final String SUFFIX = ".wal";

    private WalFormat() {}

    /// Checksum of a fragment; `payload` is read from its position to its limit and left unchanged.
    static int checksum(long fileNumber, long position, byte type, ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        ByteBuffer where = ByteBuffer.allocate(8 + 8 + 1 + 2);
        where.putLong(fileNumber).putLong(position).put(type).putShort((short) payload.remaining());
        crc.update(where.flip());
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }

    /// Payload of the HEADER fragment: magic, format version, the sequence number that the first record of the file
    /// gets, the id of the ingester.
    static byte[] header(long firstSequence, String ingester) {
        byte[] id = ingester.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 1 + 8 + id.length);
        return header.put(MAGIC).put(VERSION).putLong(firstSequence).put(id).array();
    }

    /// First sequence number of a file, out of its header.
    ///
    /// Throws [IOException] when a newer program wrote it, which must then be left untouched.
    static long firstSequence(ByteBuffer header, String fileName) throws IOException {
        ByteBuffer in = header.duplicate();
        byte[] magic = new byte[MAGIC.length];
        if (in.remaining() < MAGIC.length + 1 + 8) {
            throw new IOException("log file " + fileName + " has a header of " + in.remaining() + " bytes");
        }
        in.get(magic);
        byte version = in.get();
        if (!Arrays.equals(magic, MAGIC) || version != VERSION) {
            throw new IOException("log file " + fileName + " has format version " + version + "; this program reads "
                    + VERSION + ". Start the version that wrote it, let it flush, then upgrade.");
        }
        return in.getLong();
    }

    /// Name of a file: its number in 20 digits.
    static String fileName(long number) {
        return "%020d%s".formatted(number, SUFFIX);
    }

    /// Number of the file with this name; empty if it is no log file.
    static OptionalLong fileNumber(String name) {
        if (name.length() != 20 + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(name.substring(0, 20));
            return fileName(number).equals(name) && number >= 0 ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
