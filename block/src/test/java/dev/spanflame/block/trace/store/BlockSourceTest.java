package dev.spanflame.block.trace.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.fetch.SpanSourceContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// Blocks are what the language expects of a source.
final class BlockSourceTest {
    /// Blocks by what they were asked to hold: the contract asks for the same ones again and again.
    private static final Map<List<Object>, SpanSource> MADE = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    @FunctionalInterface
    private interface Maker {
        Optional<BlockMeta> make(BlockFixture fixture) throws IOException;
    }

    @Nested
    final class OneBlock extends SpanSourceContract {
        @Override
        protected SpanSource source(List<Trace> traces) throws IOException {
            return made("one", traces, GroupLimits.DEFAULT, fixture -> write(fixture, List.of(traces)));
        }
    }

    @Nested
    final class SeveralRunsAndGroups extends SpanSourceContract {
        @Override
        protected SpanSource source(List<Trace> traces) throws IOException {
            return made("groups", traces, SMALL, fixture -> write(fixture, parts(traces)));
        }
    }

    @Nested
    final class MergeOfSeveralBlocks extends SpanSourceContract {
        @Override
        protected SpanSource source(List<Trace> traces) throws IOException {
            return made("merge", traces, SMALL, fixture -> {
                List<BlockMeta> metas = new ArrayList<>();
                for (List<Trace> part : parts(traces)) {
                    write(fixture, List.of(part)).ifPresent(metas::add);
                }
                return metas.isEmpty()
                        ? Optional.empty()
                        : Optional.of(fixture.blocks().merge(metas, fixture.target(), () -> false));
            });
        }
    }

    private static final GroupLimits SMALL = new GroupLimits(8, 1 << 20);

    private static SpanSource made(String how, List<Trace> traces, GroupLimits limits, Maker maker) throws IOException {
        List<Object> what = List.of(how, traces);
        SpanSource known = MADE.get(what);
        if (known == null) {
            BlockFixture fixture = new BlockFixture(folder, limits);
            Optional<BlockMeta> meta = maker.make(fixture);
            TraceBlock block = meta.isEmpty() ? null : fixture.blocks().open(meta.get());
            known = _ -> block == null ? List.of() : BlockFixture.partitions(block);
            MADE.put(what, known);
        }
        return known;
    }

    /// A block of a run of each part; empty without any span.
    private static Optional<BlockMeta> write(BlockFixture fixture, List<List<Trace>> parts) throws IOException {
        List<SpanRun> runs = new ArrayList<>();
        for (List<Trace> part : parts) {
            runs.add(SpanFixtures.run(part));
        }
        return runs.stream().allMatch(run -> run.spans().rows() == 0)
                ? Optional.empty()
                : Optional.of(fixture.blocks().write(runs, fixture.target()));
    }

    /// The spans in three parts, so that most traces are in all of them, and some spans in two.
    private static List<List<Trace>> parts(List<Trace> traces) {
        List<List<Trace>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int next = 0;
        for (Trace trace : traces) {
            for (Trace.ResourceSpans resource : trace.resourceSpans()) {
                for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                    for (Span span : scope.spans()) {
                        Trace alone = new Trace(List.of(new Trace.ResourceSpans(
                                resource.resource(), List.of(new Trace.ScopeSpans(scope.scope(), List.of(span))))));
                        parts.get(next % 3).add(alone);
                        if (next++ % 5 == 0) {
                            parts.get(next % 3).add(alone);
                        }
                    }
                }
            }
        }
        return parts;
    }
}
