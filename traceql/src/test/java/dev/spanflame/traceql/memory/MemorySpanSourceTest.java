package dev.spanflame.traceql.memory;

import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.fetch.SpanSourceContract;
import java.util.List;

final class MemorySpanSourceTest extends SpanSourceContract {
    @Override
    protected SpanSource source(List<Trace> traces) {
        return MemorySpanSource.of(traces, 2, true);
    }
}
