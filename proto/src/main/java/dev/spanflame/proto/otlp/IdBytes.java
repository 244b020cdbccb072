package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.TraceId;
import java.nio.ByteBuffer;

/// Ids as big-endian bytes.
public final class IdBytes {
    private IdBytes() {}

    /// 16 bytes.
    public static byte[] of(TraceId id) {
        return ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
    }

    /// 8 bytes.
    public static byte[] of(long id) {
        return ByteBuffer.allocate(8).putLong(id).array();
    }
}
