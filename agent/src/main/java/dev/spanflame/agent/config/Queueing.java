package dev.spanflame.agent.config;

import java.util.Optional;

/// How much may wait to be sent. Immutable.
public final class Queueing {
    private final long bytes;
    private final int capacity;
    private final String spoolDirectory;
    private final long spoolBytes;

    Queueing(Values values) {
        this.bytes = values.bytes(Setting.QUEUE_BYTES, 8L << 20);
        this.capacity = values.number(Setting.QUEUE_CAPACITY, 1000, 1, 1_000_000);
        this.spoolDirectory = values.text(Setting.SPOOL_DIRECTORY, "");
        this.spoolBytes = values.bytes(Setting.SPOOL_BYTES, 256L << 20);
    }

    /// Most bytes in memory.
    public long bytes() {
        return bytes;
    }

    /// Most profiles in memory.
    public int capacity() {
        return capacity;
    }

    /// Folder for what does not fit; empty where what does not fit is dropped.
    public Optional<String> spoolDirectory() {
        return spoolDirectory.isEmpty() ? Optional.empty() : Optional.of(spoolDirectory);
    }

    /// Most bytes in that folder.
    public long spoolBytes() {
        return spoolBytes;
    }
}
