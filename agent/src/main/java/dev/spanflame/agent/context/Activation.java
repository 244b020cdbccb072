package dev.spanflame.agent.context;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One stretch of time in which a span, or labels, or both were current on one thread of the operating
/// system.
///
/// Made and closed by its thread; another thread reads it after it was handed over, or while it is open,
/// when its end is not known.
public final class Activation {
    private static final long OPEN = Long.MAX_VALUE;

    private final @Nullable Object span;
    private final @Nullable Function<Object, String> naming;
    private final String traceId;
    private final String spanId;
    private final Map<String, String> labels;

    private long begin = OPEN;
    private long end = OPEN;
    /// The name of the span when it left the thread: only then is it known, since spans are renamed as
    /// they go.
    private String name = "";

    @Nullable
    Activation next;

    Activation(
            @Nullable Object span,
            @Nullable Function<Object, String> naming,
            String traceId,
            String spanId,
            Map<String, String> labels) {
        this.span = span;
        this.naming = naming;
        this.traceId = traceId;
        this.spanId = spanId;
        this.labels = labels;
    }

    /// The same span and labels for another stretch of time.
    Activation again() {
        return new Activation(span, naming, traceId, spanId, labels);
    }

    /// The same span with other labels.
    Activation withLabels(Map<String, String> others) {
        return new Activation(span, naming, traceId, spanId, others);
    }

    void begin(long nanos) {
        begin = nanos;
    }

    void end(long nanos) {
        end = nanos;
    }

    /// Remembers the name and no longer the span, which may hold much.
    void keepName() {
        name = spanName();
    }

    /// Whether this is about `other`, a span.
    boolean isOf(@Nullable Object other) {
        return span == other;
    }

    /// Whether nothing is said: no span and no labels.
    boolean isEmpty() {
        return spanId.isEmpty() && labels.isEmpty();
    }

    /// When it began, by `System.nanoTime()`.
    public long begin() {
        return begin;
    }

    /// When it ended, by `System.nanoTime()`; the largest number while it is open.
    public long end() {
        return end;
    }

    /// 32 hexadecimal digits, empty without a span.
    public String traceId() {
        return traceId;
    }

    /// 16 hexadecimal digits, empty without a span.
    public String spanId() {
        return spanId;
    }

    /// The labels a program set, which are not changed any more.
    public Map<String, String> labels() {
        return labels;
    }

    /// The span's name by now, empty where it has none.
    public String spanName() {
        if (!name.isEmpty() || span == null || naming == null) {
            return name;
        }
        String found = naming.apply(span);
        return found == null ? "" : found;
    }
}
