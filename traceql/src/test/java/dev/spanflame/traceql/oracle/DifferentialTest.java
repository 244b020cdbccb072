package dev.spanflame.traceql.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.SpanMatch;
import dev.spanflame.traceql.search.SpanSetMatch;
import dev.spanflame.traceql.search.TraceMatch;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.type.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Compares the language with its oracle over random traces and queries.
///
/// `-Dspanflame.traceql.rounds=N` sets the number of trace sets (each is asked 40 queries),
/// `-Dspanflame.traceql.seed=N`
/// where to begin; a failure names the seed of its round.
final class DifferentialTest {
    private static final int QUERIES_PER_ROUND = 40;
    private static final int ROUNDS = Integer.getInteger("spanflame.traceql.rounds", 250);
    private static final long FIRST_SEED = Long.getLong("spanflame.traceql.seed", 1L);
    private static final String REFUSED = "several sets";

    @Test
    void answersWhatTheOracleAnswers() throws IOException {
        int asked = 0;
        int matching = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = new RandomTraces(random).next();
            RandomQueries queries = new RandomQueries(random);
            for (int i = 0; i < QUERIES_PER_ROUND; i++) {
                String text = queries.next();
                Optional<String> answer = compare(seed, text, traces);
                asked += answer.isPresent() ? 1 : 0;
                matching += answer.isPresent() && !answer.get().equals("{}") ? 1 : 0;
            }
        }
        assertThat(asked).as("queries that were no nonsense").isGreaterThan(ROUNDS * QUERIES_PER_ROUND * 3 / 4);
        assertThat(matching).as("queries with an answer").isGreaterThan(asked / 3);
    }

    /// The answer, if the query could be asked.
    private static Optional<String> compare(long seed, String text, List<Trace> traces) throws IOException {
        Query query = TraceQl.parse(text);
        SearchPlan plan;
        try {
            plan = TraceQl.compile(query);
        } catch (BackendException _) {
            return Optional.empty();
        }
        Pipeline pipeline = (Pipeline) query.root();
        String expected = expected(pipeline, traces);
        String found = found(plan, MemorySpanSource.of(traces));
        if (!found.equals(expected)) {
            fail("seed " + seed + ": " + text + smallest(plan, pipeline, traces));
        }
        String strict = found(plan, MemorySpanSource.of(traces, 2, true));
        // A trace that is left out because it cannot match is not refused either.
        if (!expected.equals(REFUSED) && !strict.equals(expected)) {
            fail("seed " + seed + ": " + text + "\nexpected " + expected + "\nfrom a strict source " + strict);
        }
        return Optional.of(expected);
    }

    /// The first trace on which the two disagree when it is alone.
    private static String smallest(SearchPlan plan, Pipeline pipeline, List<Trace> traces) throws IOException {
        for (Trace trace : traces) {
            String expected = expected(pipeline, List.of(trace));
            String found = found(plan, MemorySpanSource.of(List.of(trace)));
            if (!expected.equals(found)) {
                StringBuilder text = new StringBuilder("\nexpected " + expected + "\nfound    " + found);
                trace.resourceSpans().forEach(span -> text.append('\n').append(span));
                return text.toString();
            }
        }
        return "\nonly on all traces together";
    }

    private static String expected(Pipeline pipeline, List<Trace> traces) {
        Map<TraceId, List<String>> answer = new TreeMap<>();
        try {
            new Oracle(traces).run(pipeline).forEach((id, groups) -> answer.put(id, sets(groups)));
        } catch (Oracle.SeveralSets _) {
            return REFUSED;
        }
        return answer.toString();
    }

    private static List<String> sets(List<Oracle.Group> groups) {
        List<String> sets = new ArrayList<>();
        for (Oracle.Group group : groups) {
            TreeSet<String> spans = new TreeSet<>();
            for (OracleSpan span : group.spans()) {
                spans.add(span.span().spanId() + "@" + span.span().startNanos());
            }
            List<String> attributes = new ArrayList<>();
            group.attributes().forEach((name, value) -> attributes.add(name + "=" + shown(value.orElse("nil"))));
            sets.add(spans + " " + attributes);
        }
        sets.sort(null);
        return sets;
    }

    private static String found(SearchPlan plan, MemorySpanSource source) throws IOException {
        Map<TraceId, List<String>> answer = new TreeMap<>();
        SearchResult result;
        try {
            result = plan.search(
                    source, SearchOptions.of(TimeRange.ALL).withLimit(1000).withSpansPerSpanSet(1000));
        } catch (BackendException e) {
            assertThat(e.text()).contains("consider using coalesce()");
            return REFUSED;
        }
        for (TraceMatch trace : result.traces()) {
            List<String> sets = new ArrayList<>();
            for (SpanSetMatch set : trace.spanSets()) {
                TreeSet<String> spans = new TreeSet<>();
                for (SpanMatch span : set.spans()) {
                    spans.add(span.spanId() + "@" + span.startNanos());
                }
                List<String> attributes = new ArrayList<>();
                set.attributes().forEach(value -> attributes.add(value.name() + "=" + shown(value.value())));
                sets.add(spans + " " + attributes);
            }
            sets.sort(null);
            answer.put(trace.traceId(), sets);
        }
        return answer.toString();
    }

    private static String shown(Object value) {
        return switch (value) {
            case OracleValues.Nanos(long nanos) -> nanos + "ns";
            case OracleValues.Code code -> code.type() + code.number();
            case OracleValues.Other _ -> "opaque";
            case List<?> list ->
                list.stream().map(DifferentialTest::shown).toList().toString();
            default -> value.toString();
        };
    }

    private static String shown(Value value) {
        return switch (value) {
            case Value.Nil _ -> "nil";
            case Value.Int(long number) -> String.valueOf(number);
            case Value.Float(double number) -> String.valueOf(number);
            case Value.Text(String text) -> text;
            case Value.Bool(boolean bool) -> String.valueOf(bool);
            case Value.Duration(long nanos) -> nanos + "ns";
            case Value.Status(int code) -> "status" + code;
            case Value.Kind(int code) -> "kind" + code;
            case Value.Array array ->
                array.elements().stream().map(DifferentialTest::shown).toList().toString();
            case Value.Opaque _ -> "opaque";
        };
    }
}
