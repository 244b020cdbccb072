package dev.spanflame.block.wal;

import dev.spanflame.objectstore.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads one file of the log: hands out every record that is whole, skips what is damaged and says where.
///
/// After damage it looks for the next fragment whose checksum fits its position, byte by byte, so every record that
/// lies outside the damage is found.
final class WalFileReader {
    /// What a stretch without a whole record looks like.
    enum Look {
        /// A write that was interrupted: the start of a record, cut short or followed by zeros, up to the file's
        /// end.
        UNFINISHED,
        /// Bytes that were something else once.
        DAMAGED
    }

    /// A stretch `[from, to)` of a file that holds no whole record.
    record Damage(long from, long to, Look look) {}

    /// Takes what is found.
    interface Sink {
        /// The header of the file, handed out before any record.
        void header(ByteBuffer payload) throws IOException;

        /// The bytes of one record, which begins at `position` of the file.
        void record(long position, byte[] bytes) throws IOException;
    }

    private final long number;
    private final DiskFile file;
    private final Sink sink;
    private final List<Damage> damages = new ArrayList<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private boolean inRecord;
    private boolean damaged;
    private long recordStart;
    private long goodUntil;
    private long size;

    /// Where the first bytes after `goodUntil` begin that are no fragment; -1 when there are none.
    private long firstBad = -1;

    /// Whether the bytes at `firstBad` can be the start of a fragment that was not written to its end.
    private boolean cutShort;

    /// Whether a fragment, or anything but zeros, came behind `firstBad`.
    private boolean moreBehind;

    WalFileReader(long number, DiskFile file, Sink sink) {
        this.number = number;
        this.file = file;
        this.sink = sink;
    }

    /// Reads the file to its end. The last damage may be a torn tail: one that reaches the end of the file.
    List<Damage> read() throws IOException {
        size = file.size();
        ByteBuffer page = ByteBuffer.allocate(WalFormat.PAGE);
        for (long base = 0; base < size; base += WalFormat.PAGE) {
            page.clear().limit((int) Math.min(WalFormat.PAGE, size - base));
            readFully(page, base);
            readPage(page.flip(), base);
        }
        if (inRecord || damaged) {
            damages.add(new Damage(goodUntil, size, tailLook()));
        }
        return damages;
    }

    private Look tailLook() {
        boolean unfinished = (inRecord && !damaged) || cutShort || (firstBad >= 0 && !moreBehind);
        return unfinished ? Look.UNFINISHED : Look.DAMAGED;
    }

    private void readFully(ByteBuffer page, long base) throws IOException {
        while (page.hasRemaining()) {
            if (file.read(page, base + page.position()) < 0) {
                throw new IOException("log file " + WalFormat.fileName(number) + " ended while it was read");
            }
        }
    }

    private void readPage(ByteBuffer page, long base) throws IOException {
        int position = 0;
        while (position < page.limit()) {
            if (isFiller(page, position)) {
                return;
            }
            if (isFragment(page, position, base)) {
                position = deliver(page, position, base);
            } else {
                noteBad(page, position, base);
                dropRecord();
                position++;
            }
        }
    }

    /// Only the last bytes of a page, too few for a fragment, may be filler; longer runs of zeros are damage.
    private static boolean isFiller(ByteBuffer page, int position) {
        if (page.limit() < WalFormat.PAGE || page.limit() - position > WalFormat.OVERHEAD) {
            return false;
        }
        return isZero(page, position);
    }

    private static boolean isZero(ByteBuffer page, int position) {
        for (int i = position; i < page.limit(); i++) {
            if (page.get(i) != WalFormat.FILLER) {
                return false;
            }
        }
        return true;
    }

    private boolean isFragment(ByteBuffer page, int position, long base) {
        if (page.limit() - position < WalFormat.OVERHEAD) {
            return false;
        }
        byte type = page.get(position);
        int length = page.getShort(position + 1);
        if (type < WalFormat.FULL || type > WalFormat.HEADER || length < 0) {
            return false;
        }
        if (position + WalFormat.OVERHEAD + length > page.limit()) {
            return false;
        }
        ByteBuffer payload = payload(page, position, length);
        return WalFormat.checksum(number, base + position, type, payload) == page.getInt(position + 3);
    }

    private static ByteBuffer payload(ByteBuffer page, int position, int length) {
        return page.duplicate().limit(position + WalFormat.OVERHEAD + length).position(position + WalFormat.OVERHEAD);
    }

    private void noteBad(ByteBuffer page, int position, long base) {
        if (firstBad < 0) {
            firstBad = base + position;
            cutShort = isCutShort(page, position, base);
            moreBehind = !isZero(page, position);
        } else if (position == 0) {
            moreBehind |= !isZero(page, position);
        }
    }

    /// Whether a fragment begins here whose end the file does not hold: an interrupted write, unless its checksum
    /// says that it was whole and only its length was changed.
    private boolean isCutShort(ByteBuffer page, int position, long base) {
        int rest = page.limit() - position - WalFormat.OVERHEAD;
        if (base + page.limit() < size) {
            return false;
        }
        if (rest < 0) {
            return page.limit() < WalFormat.PAGE;
        }
        byte type = page.get(position);
        int length = page.getShort(position + 1);
        boolean fits = position + WalFormat.OVERHEAD + length <= WalFormat.PAGE;
        if (type < WalFormat.FULL || type > WalFormat.HEADER || length <= rest || !fits) {
            return false;
        }
        return WalFormat.checksum(number, base + position, type, payload(page, position, rest))
                != page.getInt(position + 3);
    }

    private int deliver(ByteBuffer page, int position, long base) throws IOException {
        byte type = page.get(position);
        int length = page.getShort(position + 1);
        long start = base + position;
        long end = start + WalFormat.OVERHEAD + length;
        ByteBuffer payload = payload(page, position, length);
        moreBehind |= firstBad >= 0;
        if (type == WalFormat.HEADER) {
            sink.header(payload);
            goodUntil = end;
        } else if (type == WalFormat.FULL || type == WalFormat.FIRST) {
            begin(start);
            add(payload, type == WalFormat.FULL, end);
        } else if (inRecord) {
            add(payload, type == WalFormat.LAST, end);
        } else {
            noteStray(start);
        }
        return position + WalFormat.OVERHEAD + length;
    }

    /// A piece of a record whose beginning is gone.
    private void noteStray(long start) {
        damaged = true;
        if (firstBad < 0) {
            firstBad = start;
        }
        moreBehind = true;
    }

    private void begin(long start) {
        if (inRecord) {
            noteStray(recordStart);
            dropRecord();
        }
        inRecord = true;
        recordStart = start;
    }

    private void add(ByteBuffer payload, boolean last, long end) throws IOException {
        partial.write(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
        if (!last) {
            return;
        }
        if (damaged) {
            damages.add(new Damage(goodUntil, recordStart, Look.DAMAGED));
            damaged = false;
        }
        byte[] record = partial.toByteArray();
        partial.reset();
        inRecord = false;
        goodUntil = end;
        firstBad = -1;
        cutShort = false;
        moreBehind = false;
        sink.record(recordStart, record);
    }

    private void dropRecord() {
        inRecord = false;
        partial.reset();
        damaged = true;
    }
}
