package dev.spanflame.agent.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The file async-profiler writes to. It has no name once the profiler has opened it, and no more bytes
/// than since the last [#take], so that nothing is left behind and nothing grows.
///
/// ```text
///   given to the file system  |  chunk that is being written            |
///  0 ......................... at ... head ... events ... constants ... size
/// ```
///
/// A chunk's head is written when the chunk begins, and is cut away with the chunk before it; so it is
/// kept here and put back when the chunk is complete. The profiler fills in eight bytes by eight what it
/// learns at the end.
final class RecordingFile implements AutoCloseable {
    private static final int MAGIC = 0x464c5200;
    private static final int SIZE_AT = 8;
    private static final int FILLED_IN_FROM = 8;
    private static final int FILLED_IN_UNTIL = 64;
    private static final int HEADER = 68;
    /// What a chunk says its size is while it is written.
    private static final long UNFINISHED = 1L << 30;

    private final FreshFile file;
    private final FileChannel channel;
    private byte[] head = new byte[0];
    private long at;

    private RecordingFile(FreshFile file) {
        this.file = file;
        this.channel = file.channel();
    }

    /// A new empty file in the first of these folders that allows it.
    static RecordingFile create(Set<Path> folders) throws IOException {
        IOException last = new IOException("no folder for a recording");
        for (Path folder : folders) {
            try {
                return new RecordingFile(FreshFile.create(folder, "spanflame-", ".jfr"));
            } catch (IOException e) {
                last = new IOException(folder + ": " + e, last);
            }
        }
        throw last;
    }

    Path path() {
        return file.path();
    }

    /// Takes the name away. Called when the profiler has opened the file and written the head of the
    /// first chunk.
    void opened() throws IOException {
        Files.delete(file.path());
        long size = channel.size();
        byte[] first = read(size);
        if (size < HEADER || ByteBuffer.wrap(first).getInt(0) != MAGIC) {
            throw new IOException("async-profiler began no recording");
        }
        head = first;
        channel.truncate(0);
    }

    /// The chunks that are complete, which are then cut away.
    List<ByteBuffer> take() throws IOException {
        long size = channel.size();
        byte[] bytes = read(size - at);
        channel.truncate(0);
        if (bytes.length < HEADER) {
            throw new IOException("the recording has " + bytes.length + " bytes only");
        }
        for (int i = 0; i < Math.min(head.length, bytes.length); i++) {
            if (i < FILLED_IN_FROM || i >= FILLED_IN_UNTIL) {
                bytes[i] = head[i];
            }
        }
        List<ByteBuffer> chunks = new ArrayList<>();
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int begin = 0;
        while (begin + HEADER <= bytes.length) {
            long length = all.getLong(begin + SIZE_AT);
            if (length == UNFINISHED || length > bytes.length - begin) {
                break;
            }
            if (all.getInt(begin) != MAGIC || length < HEADER) {
                throw new IOException("the recording is damaged at " + (at + begin));
            }
            chunks.add(ByteBuffer.wrap(bytes, begin, (int) length).slice());
            begin += (int) length;
        }
        head = Arrays.copyOfRange(bytes, begin, bytes.length);
        at += begin;
        return chunks;
    }

    private byte[] read(long length) throws IOException {
        if (length < 0 || length > Integer.MAX_VALUE - HEADER) {
            throw new IOException("the recording has an impossible size: " + length);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("the recording ends early");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
