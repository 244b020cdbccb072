package dev.spanflame.block.trace;

import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.fetch.SpanSourceContract;
import java.util.List;

/// A sealed run is what the language expects of a source.
final class RunSourceTest extends SpanSourceContract {
    @Override
    protected SpanSource source(List<Trace> traces) {
        SpanRun run = SpanFixtures.run(traces);
        return _ -> List.of(new SpanRowsPartition(run, SpanFixtures.range(run)));
    }
}
