package dev.spanflame.traceql.oracle;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.SpanSource;
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
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Asks a source random questions about random traces and compares the answers with those of the oracle.
public final class Differential {
    private static final double LEAST = 1e-15;

    private static final int QUERIES_PER_ROUND = 40;
    private static final String REFUSED = "several sets";

    private final Function<List<Trace>, SpanSource> sources;
    private final boolean mayLeaveOut;
    private int asked;
    private int answered;

    /// Sources made by `sources`; those that leave out traces when a request allows it cannot be held to refusals that
    /// only such a trace brings about.
    public Differential(Function<List<Trace>, SpanSource> sources, boolean mayLeaveOut) {
        this.sources = sources;
        this.mayLeaveOut = mayLeaveOut;
    }

    /// Runs `rounds` rounds from `firstSeed` on; throws [AssertionError] with the seed and the smallest
    /// trace that shows the difference.
    public void run(long firstSeed, int rounds) throws IOException {
        for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = new RandomTraces(random).next();
            RandomQueries queries = new RandomQueries(random);
            SpanSource source = sources.apply(traces);
            for (int i = 0; i < QUERIES_PER_ROUND; i++) {
                ask(seed, queries.next(), traces, source);
            }
        }
    }

    /// Queries that had a meaning.
    public int asked() {
        return asked;
    }

    /// Queries that found something.
    public int answered() {
        return answered;
    }

    private void ask(long seed, String text, List<Trace> traces, SpanSource source) throws IOException {
        Query query = TraceQl.parse(text);
        SearchPlan plan;
        try {
            plan = TraceQl.compile(query);
        } catch (BackendException _) {
            return;
        }
        asked++;
        Pipeline pipeline = (Pipeline) query.root();
        String expected = expected(pipeline, traces);
        answered += expected.equals("{}") ? 0 : 1;
        // Where nothing can match, nothing is looked at, and nothing refused.
        if ((mayLeaveOut || plan.plan().never()) && expected.equals(REFUSED)) {
            return;
        }
        String found = found(plan, source);
        if (!found.equals(expected)) {
            throw new AssertionError("seed " + seed + ": " + text + "\nexpected " + expected + "\nfound    " + found
                    + smallest(plan, pipeline, traces));
        }
    }

    /// The first trace on which the two disagree when it is alone.
    private String smallest(SearchPlan plan, Pipeline pipeline, List<Trace> traces) throws IOException {
        for (Trace trace : traces) {
            String expected = expected(pipeline, List.of(trace));
            String found = found(plan, sources.apply(List.of(trace)));
            if (!expected.equals(found)) {
                StringBuilder text = new StringBuilder("\nalone, expected " + expected + "\nalone, found    " + found);
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

    private static String found(SearchPlan plan, SpanSource source) throws IOException {
        Map<TraceId, List<String>> answer = new TreeMap<>();
        SearchResult result;
        try {
            result = plan.search(
                    source, SearchOptions.of(TimeRange.ALL).withLimit(1000).withSpansPerSpanSet(1000));
        } catch (BackendException e) {
            return e.text().contains("consider using coalesce()") ? REFUSED : e.text();
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

    static String shown(Object value) {
        return switch (value) {
            case OracleValues.Nanos(long nanos) -> nanos + "ns";
            case OracleValues.Code code -> code.type() + code.number();
            case OracleValues.Other _ -> "opaque";
            case Double number -> shown(number.doubleValue());
            case List<?> list -> list.stream().map(Differential::shown).toList().toString();
            default -> value.toString();
        };
    }

    /// The two may add in another order: the last digits are not compared, and what is far below a nanosecond is what
    /// is left of a sum that cancels out.
    private static String shown(double number) {
        if (Math.abs(number) < LEAST) {
            return "0.0f";
        }
        return Double.isFinite(number)
                ? new BigDecimal(number)
                                .round(new MathContext(12))
                                .stripTrailingZeros()
                                .toString() + "f"
                : number + "f";
    }

    static String shown(Value value) {
        return switch (value) {
            case Value.Nil _ -> "nil";
            case Value.Int(long number) -> String.valueOf(number);
            case Value.Float(double number) -> shown(number);
            case Value.Text(String text) -> text;
            case Value.Bool(boolean bool) -> String.valueOf(bool);
            case Value.Duration(long nanos) -> nanos + "ns";
            case Value.Status(int code) -> "status" + code;
            case Value.Kind(int code) -> "kind" + code;
            case Value.Array array ->
                array.elements().stream().map(Differential::shown).toList().toString();
            case Value.Opaque _ -> "opaque";
        };
    }
}
