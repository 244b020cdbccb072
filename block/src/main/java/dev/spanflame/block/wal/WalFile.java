package dev.spanflame.block.wal;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// One file of the log while it is written: cuts records into fragments, buffers them, writes and syncs.
///
/// Used by the committing thread only. After any [IOException] the file is dead and must be left.
final class WalFile implements AutoCloseable {
    /// Size of the buffer that [#create] wants.
    static final int BUFFER = 32 * WalFormat.PAGE;

    private final long number;
    private final DiskFile file;
    private final ByteBuffer buffer;
    private long written;

    private WalFile(long number, DiskFile file, ByteBuffer buffer) {
        this.number = number;
        this.file = file;
        this.buffer = buffer;
    }

    /// Creates file `number` in `directory`, durable with its header when this returns; on failure it is removed
    /// again where that is possible. It uses `buffer` until it is left.
    static WalFile create(Disk disk, Path directory, long number, byte[] header, ByteBuffer buffer) throws IOException {
        Path path = directory.resolve(WalFormat.fileName(number));
        WalFile file = new WalFile(number, disk.create(path), buffer.clear());
        try {
            file.fragment(WalFormat.HEADER, ByteBuffer.wrap(header));
            file.flush();
            file.file.sync();
            disk.syncDirectory(directory);
            return file;
        } catch (IOException e) {
            file.discard(disk, path, e);
            throw e;
        }
    }

    /// Removes a file that nothing was promised of.
    private void discard(Disk disk, Path path, IOException cause) {
        try {
            file.close();
            disk.delete(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Number of the file.
    long number() {
        return number;
    }

    /// Bytes in the file and in the buffer.
    long size() {
        return written + buffer.position();
    }

    /// Adds one record made of two pieces. It is durable only after [#sync].
    void append(byte[] head, byte[] body) throws IOException {
        ByteBuffer[] pieces = {ByteBuffer.wrap(head), ByteBuffer.wrap(body)};
        long left = (long) head.length + body.length;
        boolean first = true;
        while (first || left > 0) {
            int space = spaceInPage();
            int length = (int) Math.min(left, space);
            boolean last = length == left;
            write(type(first, last), pieces, length);
            left -= length;
            first = false;
        }
    }

    /// Hands all buffered bytes to the operating system.
    void flush() throws IOException {
        buffer.flip();
        int length = buffer.limit();
        file.write(buffer, written);
        written += length;
        buffer.clear();
    }

    /// Makes everything appended so far durable.
    void sync() throws IOException {
        flush();
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static byte type(boolean first, boolean last) {
        if (first) {
            return last ? WalFormat.FULL : WalFormat.FIRST;
        }
        return last ? WalFormat.LAST : WalFormat.MIDDLE;
    }

    private int spaceInPage() throws IOException {
        int space = WalFormat.PAGE - (int) (size() % WalFormat.PAGE) - WalFormat.OVERHEAD;
        if (space > 0) {
            return space;
        }
        fill(space + WalFormat.OVERHEAD);
        return WalFormat.PAGE - WalFormat.OVERHEAD;
    }

    private void fill(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            buffer.put(WalFormat.FILLER);
        }
        flushIfFull();
    }

    private void write(byte type, ByteBuffer[] pieces, int length) throws IOException {
        int start = buffer.position();
        buffer.position(start + WalFormat.OVERHEAD);
        int left = length;
        for (ByteBuffer piece : pieces) {
            int part = Math.min(left, piece.remaining());
            buffer.put(piece.duplicate().limit(piece.position() + part));
            piece.position(piece.position() + part);
            left -= part;
        }
        seal(type, start, length);
    }

    private void fragment(byte type, ByteBuffer payload) throws IOException {
        write(type, new ByteBuffer[] {payload}, payload.remaining());
    }

    private void seal(byte type, int start, int length) throws IOException {
        ByteBuffer payload = buffer.duplicate().position(start + WalFormat.OVERHEAD);
        payload.limit(start + WalFormat.OVERHEAD + length);
        int checksum = WalFormat.checksum(number, written + start, type, payload);
        buffer.put(start, type).putShort(start + 1, (short) length).putInt(start + 3, checksum);
        flushIfFull();
    }

    private void flushIfFull() throws IOException {
        if (buffer.remaining() < WalFormat.PAGE) {
            flush();
        }
    }
}
