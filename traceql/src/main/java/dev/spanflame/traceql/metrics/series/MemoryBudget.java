package dev.spanflame.traceql.metrics.series;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.traceql.type.Value;
import java.util.function.LongConsumer;

/// How much memory the groups and counters of one query may still take. Used by one thread.
public final class MemoryBudget {
    /// Rough memory of an object of a few fields.
    public static final long OBJECT = 48;

    private final long maxBytes;
    private final LongConsumer memory;
    private long left;

    /// A budget of which nothing is taken.
    public MemoryBudget(long maxBytes) {
        this(maxBytes, _ -> {});
    }

    /// The same; `memory` is told of all that is taken, and of what is given back as a negative number, and may throw.
    public MemoryBudget(long maxBytes, LongConsumer memory) {
        this.maxBytes = maxBytes;
        this.memory = memory;
        left = maxBytes;
    }

    /// Takes `bytes`; throws [BackendException] of kind TOO_LARGE when they are not there.
    public void take(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "metrics_result_too_large",
                    "series of this query need more than " + maxBytes
                            + " bytes; group by a field with fewer values, narrow the filter, or take a larger step");
        }
        memory.accept(bytes);
    }

    /// Gives back what was taken.
    public void giveBack(long bytes) {
        left += bytes;
        memory.accept(-bytes);
    }

    /// Rough memory of a value.
    public static long of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> 2 * OBJECT + 2L * text.length();
            case Value.Opaque(String json) -> 2 * OBJECT + 2L * json.length();
            case Value.Array array -> {
                long size = OBJECT;
                for (Value element : array.elements()) {
                    size += of(element);
                }
                yield size;
            }
            case Value.Nil _, Value.Int _, Value.Float _, Value.Bool _, Value.Duration _ -> OBJECT;
            case Value.Status _, Value.Kind _ -> OBJECT;
        };
    }
}
