package dev.spanflame.generator.graph;

import dev.spanflame.proto.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/// Halves that other processes put together, by process, until they are sent. Not thread-safe.
final class OutgoingEdges {
    private static final int FIRST_BYTES = 4096;

    private final @Nullable WireWriter[] messages;
    private final int[] counts;

    OutgoingEdges(int processes) {
        messages = new @Nullable WireWriter[processes];
        counts = new int[processes];
    }

    /// Adds a half for the process `owner`.
    void add(int owner, Edge half) {
        WireWriter message = messages[owner];
        if (message == null) {
            message = new WireWriter(FIRST_BYTES);
            messages[owner] = message;
        }
        EdgeCodec.write(half, message);
        counts[owner]++;
    }

    /// Gives all of them to `outlet`.
    void flush(EdgeOutlet outlet) {
        for (int owner = 0; owner < counts.length; owner++) {
            WireWriter message = messages[owner];
            if (message != null) {
                outlet.send(owner, message.toByteArray(), counts[owner]);
                messages[owner] = null;
                counts[owner] = 0;
            }
        }
    }
}
