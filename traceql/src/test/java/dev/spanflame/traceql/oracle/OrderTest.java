package dev.spanflame.traceql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.TraceMatch;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.Stage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OrderTest {
    private static final SearchOptions ALL = SearchOptions.of(TimeRange.ALL).withLimit(1000);

    private record Ranked(TraceId id, @Nullable Object number, long start) {}

    @Test
    void tracesComeInTheOrderOfTheirNumbers() throws IOException {
        int several = 0;
        for (int seed = 1; seed <= 150; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = new RandomTraces(random).next();
            RandomQueries queries = new RandomQueries(random);
            for (int i = 0; i < 15; i++) {
                several += check("seed " + seed, queries.ordered(), traces) > 1 ? 1 : 0;
            }
        }
        assertThat(several).as("answers of more than one trace").isGreaterThan(300);
    }

    private static int check(String seed, String text, List<Trace> traces) throws IOException {
        Query query = TraceQl.parse(text);
        SearchPlan plan;
        List<TraceId> expected;
        try {
            plan = TraceQl.compile(query);
            expected = expected((Pipeline) query.root(), traces);
        } catch (BackendException | Oracle.SeveralSets _) {
            return 0;
        }
        List<TraceId> found = ids(plan.search(MemorySpanSource.of(traces), ALL));
        assertThat(found).as(seed + ": " + text).isEqualTo(expected);

        List<TraceId> inParts =
                new ArrayList<>(ids(plan.search(MemorySpanSource.of(traces, 2, true), ALL.withLimit(2))));
        inParts.addAll(ids(TraceQl.compile(TraceQl.parse(text + " with(offset=2)"))
                .search(MemorySpanSource.of(traces, 2, true), ALL)));
        assertThat(inParts).as(seed + " in two parts: " + text).isEqualTo(expected);
        return found.size();
    }

    private static List<TraceId> expected(Pipeline pipeline, List<Trace> traces) {
        Stage.OrderBy order = (Stage.OrderBy) pipeline.stages().getLast();
        List<Ranked> ranked = new ArrayList<>();
        Map<TraceId, List<Oracle.Group>> found = new Oracle(traces).run(pipeline);
        found.forEach((id, groups) -> {
            long start = groups.getFirst().spans().iterator().next().trace().stream()
                    .mapToLong(span -> span.span().startNanos())
                    .min()
                    .orElseThrow();
            ranked.add(new Ranked(id, Oracle.number(order.number(), groups), start));
        });
        ranked.sort((a, b) -> {
            int byNumber = compare(a.number(), b.number(), order.descending());
            return byNumber != 0
                    ? byNumber
                    : Comparator.comparingLong(Ranked::start)
                            .reversed()
                            .thenComparing(Ranked::id)
                            .compare(a, b);
        });
        return ranked.stream().map(Ranked::id).toList();
    }

    private static int compare(@Nullable Object a, @Nullable Object b, boolean descending) {
        boolean isA = a != null && !a.equals(Double.NaN);
        boolean isB = b != null && !b.equals(Double.NaN);
        if (a == null || b == null || !isA || !isB) {
            return Boolean.compare(isB, isA);
        }
        int order = exact(a).compareTo(exact(b));
        return descending ? -order : order;
    }

    private static BigDecimal exact(Object number) {
        if (number instanceof Double value && Double.isInfinite(value)) {
            return value > 0 ? new BigDecimal("1e400") : new BigDecimal("-1e400");
        }
        return number instanceof Double value ? new BigDecimal(value) : BigDecimal.valueOf(OracleExpr.whole(number));
    }

    private static List<TraceId> ids(SearchResult result) {
        return result.traces().stream().map(TraceMatch::traceId).toList();
    }
}
