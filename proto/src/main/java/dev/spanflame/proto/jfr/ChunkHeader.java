package dev.spanflame.proto.jfr;

/// Head of a chunk: where its parts lie, and how its ticks become time. Positions count from the recording's start.
///
/// `startTicks` was read at `startNanos`, nanoseconds since the epoch.
record ChunkHeader(int start, int end, int pools, int metadata, long startNanos, long startTicks, long ticksPerSecond) {
    static final int SIZE = 68;

    private static final int MAGIC = 0x464c5200;
    private static final int NANOS = 1_000_000_000;
    /// Above it a remainder times a thousand million would not fit into 64 bits; no clock ticks as fast.
    private static final long MAX_TICKS = 9_000_000_000L;

    /// Reads the header at `start`; throws where the chunk is not whole.
    static ChunkHeader read(Cursor cursor, int start, int recordingSize) {
        if (recordingSize - start < SIZE || cursor.bigEndianInt(start) != MAGIC) {
            throw MalformedRecording.because("no chunk begins at byte " + start + ", expected FLR\\0 and a header");
        }
        int version = cursor.bigEndianInt(start + 4) >>> 16;
        if (version != 2) {
            throw MalformedRecording.because("format version " + version + ", expected 2");
        }
        long size = cursor.bigEndianLong(start + 8);
        long pools = cursor.bigEndianLong(start + 16);
        long metadata = cursor.bigEndianLong(start + 24);
        if (size < SIZE || size > recordingSize - start) {
            throw MalformedRecording.because("the chunk at byte " + start + " has " + size + " bytes where "
                    + (recordingSize - start) + " are left; it was cut or is not finished");
        }
        if (pools < SIZE || pools >= size || metadata < SIZE || metadata >= size) {
            throw MalformedRecording.because("the chunk at byte " + start + " is not finished");
        }
        long ticks = cursor.bigEndianLong(start + 56);
        if (ticks < 1 || ticks > MAX_TICKS) {
            throw MalformedRecording.because(ticks + " ticks a second");
        }
        if ((cursor.bigEndianInt(start + 64) & 1) == 0) {
            throw MalformedRecording.because("its numbers are not compressed");
        }
        return new ChunkHeader(
                start,
                (int) (start + size),
                (int) (start + pools),
                (int) (start + metadata),
                cursor.bigEndianLong(start + 32),
                cursor.bigEndianLong(start + 48),
                ticks);
    }

    /// Nanoseconds of a number of ticks.
    long nanos(long ticks) {
        long seconds = ticks / ticksPerSecond;
        if (Math.abs(seconds) > Long.MAX_VALUE / NANOS - 1) {
            return ticks < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return seconds * NANOS + ticks % ticksPerSecond * NANOS / ticksPerSecond;
    }

    /// Nanoseconds since the epoch of an event's start.
    long timeNanos(long ticks) {
        return startNanos + nanos(ticks - startTicks);
    }
}
