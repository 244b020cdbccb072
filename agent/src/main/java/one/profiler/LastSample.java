package one.profiler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the calling thread can read when it was last sampled. async-profiler writes it down for its own
/// spans, in eight bytes of each thread.
public final class LastSample implements Supplier<@Nullable ByteBuffer> {
    /// Reads nothing before it is asked.
    public LastSample() {}

    /// The bytes, in the order of the machine; null where there are none.
    @Override
    public @Nullable ByteBuffer get() {
        try {
            ByteBuffer buffer = Recording.getThreadLocalBuffer();
            return buffer == null ? null : buffer.order(ByteOrder.nativeOrder());
        } catch (LinkageError e) {
            return null;
        }
    }
}
