package dev.spanflame.proto.jfr;

/// Goes through the events of a chunk, the metadata and constants among them.
final class EventWalk {
    private final Cursor cursor;
    private final ChunkHeader chunk;
    private int next;

    EventWalk(Cursor cursor, ChunkHeader chunk) {
        this.cursor = cursor;
        this.chunk = chunk;
        this.next = chunk.start() + ChunkHeader.SIZE;
    }

    boolean hasMore() {
        return next < chunk.end();
    }

    /// Moves the cursor to the content of the next event, bounded by its end, and returns its type. Hot path.
    long next() {
        int start = next;
        cursor.moveTo(start, chunk.end());
        long size = cursor.number();
        if (size < 1 || size > chunk.end() - start) {
            throw MalformedRecording.because("an event of " + size + " bytes at byte " + start);
        }
        next = start + (int) size;
        long type = cursor.number();
        cursor.moveTo(Math.min(cursor.position(), next), next);
        return type;
    }
}
