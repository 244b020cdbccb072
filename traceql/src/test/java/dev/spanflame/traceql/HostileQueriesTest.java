package dev.spanflame.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.script.TraceNotation;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.tags.TagLookup;
import dev.spanflame.traceql.tags.TagOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts made to exhaust stack, memory or time.
final class HostileQueriesTest {
    private static final Duration AT_MOST = Duration.ofMillis(50);
    private static final int SIZE = 120_000;

    static Stream<Arguments> refused() {
        return Stream.of(
                text("over 128 KiB", "{ .a = \"" + "x".repeat(140_000) + "\" }"),
                text("over 128 KiB in bytes", "{ .a = \"" + "€".repeat(50_000) + "\" }"),
                text("negations", "!".repeat(SIZE) + "{}"),
                text("negated brackets", "!(".repeat(SIZE / 3) + "{}" + ")".repeat(SIZE / 3)),
                text("items", "{ " + "item(".repeat(SIZE / 5) + ".a"),
                text("columns", "{} | stats(count()" + ",count()".repeat(SIZE / 8) + ")"),
                text("groups of a table", "{} | stats(count()) by(.a" + ",.a".repeat(SIZE / 3) + ")"),
                text("a huge place in a list", "{ item(.a, 99999999999999999999) = 1 }"),
                text("open brackets", "(".repeat(100_000)),
                text("nested brackets", "(".repeat(60_000) + "{}" + ")".repeat(60_000)),
                text("nested brackets in a filter", "{ " + "(".repeat(60_000) + ".a" + ")".repeat(60_000) + " }"),
                text("nots", "{ " + "!".repeat(SIZE) + ".a }"),
                text("signs", "{ " + "- ".repeat(SIZE / 2) + ".a = 1 }"),
                text("signs of scalars", "{} | count() > " + "-".repeat(SIZE) + "1"),
                text("powers", "{ .a = 2" + "^2".repeat(SIZE / 2) + " }"),
                text("powers of scalars", "{} | count()" + "^count()".repeat(SIZE / 10) + " > 1"),
                text("sums", "{ .a = .b" + " + .b".repeat(SIZE / 5) + " }"),
                text("comparisons", "{ .a" + " = .b".repeat(SIZE / 5) + " }"),
                text("nil tests", "{ .a" + " = nil".repeat(SIZE / 6) + " }"),
                text("alternating && and ||", "{ .a" + " && .b || .c".repeat(SIZE / 12) + " }"),
                text("structure", "{}" + " > {}".repeat(SIZE / 5)),
                text("unions", "{}" + " || {}".repeat(SIZE / 6)),
                text("stages", "{}" + "|{}".repeat(SIZE / 3)),
                text("rankings", "{}|rate()" + "|topk(1)".repeat(SIZE / 8)),
                text("thresholds", "{}|rate()" + ">1".repeat(SIZE / 2)),
                text("sums of series", "({}|rate())" + "+({}|rate())".repeat(SIZE / 12)),
                text("sums of counts", "{} | count()" + "+count()".repeat(SIZE / 8) + " > 1"),
                text("nested pipelines", "({}|".repeat(25_000) + "{}" + ")".repeat(25_000)),
                text("brackets of an order", "{} | order_by(" + "(".repeat(SIZE)),
                text("orders", "{} " + "| order_by(duration) ".repeat(SIZE / 21)),
                text("a huge offset", "{} with(offset=9223372036854775807)"),
                text("a huge integer", "{ .a = " + "9".repeat(SIZE) + " }"),
                text("a huge float", "{ .a = " + "9".repeat(SIZE) + ".5e" + "9".repeat(100) + " }"),
                text("a huge exponent", "{ .a = 1e999999999 }"),
                text("a huge duration", "{ .a = " + "9".repeat(60) + "h }"),
                text("an integer too large", "{ .a = 9223372036854775808 }"),
                text("division by zero", "{ .a = 1 / 0 }"),
                text("modulo by zero", "{ .a = 1 % (1 - 1) }"),
                text("division in a threshold", "{} | count() > 1 / 0"),
                text("an infinite constant", "{} | avg(.a) > 1e308 * 10"),
                text("an open comment", "{ /*" + "*".repeat(SIZE)),
                text("an open string", "{ .a = \"" + "\\\\".repeat(SIZE / 2)),
                text("an open name", "{ .\"" + "x".repeat(SIZE)),
                text(
                        "a pattern of brackets",
                        "{ .a =~ \"" + "(".repeat(SIZE / 2) + "." + ")".repeat(SIZE / 2) + "\" }"),
                text("a pattern of repetitions", "{ .a =~ \"((((x{100}){100}){100}){100})\" }"),
                text("many repetitions", "{ .a =~ \"" + "\\\\pL{1000}".repeat(SIZE / 11) + "\" }"),
                text("a long automaton", "{ .a =~ \"" + "[ab]".repeat(SIZE / 4) + "\" }"),
                text("stars", "{ .a =~ \"" + "*".repeat(SIZE) + "\" }"),
                text("control characters", "\u0000\u0001\uffff"),
                text("half a character", "{ .a = \"x\" } \ud83d"),
                text("nothing", ""),
                text("blanks", " ".repeat(SIZE)));
    }

    static Stream<Arguments> taken() {
        StringBuilder alternatives = new StringBuilder("{ .a = 0");
        StringBuilder fields = new StringBuilder("{ .a = 0");
        StringBuilder pattern = new StringBuilder("{ .a =~ \"x0");
        for (int i = 1; i < 8_000; i++) {
            alternatives.append(" || .a=").append(i);
            fields.append(" || .a").append(i);
            pattern.append("|x").append(i);
        }
        return Stream.of(
                text("alternatives of one field", alternatives + " }"),
                text("alternatives of many fields", fields + " }"),
                text("a pattern of many literals", pattern + "\" }"),
                text("a long string", "{ .a = \"" + "x".repeat(SIZE) + "\" }"),
                text("a long name", "{ ." + "x".repeat(SIZE) + " = 1 }"),
                text("a long comment", "{} //" + "x".repeat(SIZE)),
                text(
                        "brackets",
                        "(".repeat(150) + "{ " + "(".repeat(40) + ".a" + ")".repeat(40) + " }" + ")".repeat(150)));
    }

    /// Time this thread has worked: what else runs on the machine does not count.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void areRefusedQuickly(String name, String query) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 40 && best > AT_MOST.toNanos(); i++) {
            long begin = cpuNanos();
            BackendException refusal =
                    catchThrowableOfType(BackendException.class, () -> TraceQl.compile(TraceQl.parse(query)));
            best = Math.min(best, cpuNanos() - begin);
            assertThat(refusal).as(name).isNotNull();
            assertThat(refusal.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
            assertThat(refusal.text().length()).as("length of the message").isLessThan(600);
            assertThat(refusal.text())
                    .as("place, or size")
                    .containsPattern("at line \\d+, col \\d+|at most 131072 bytes");
        }
        assertThat(Duration.ofNanos(best)).isLessThan(AT_MOST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void orTakenQuickly(String name, String query) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 40 && best > AT_MOST.toNanos(); i++) {
            long begin = cpuNanos();
            assertThat(TraceQl.compile(TraceQl.parse(query))).as(name).isNotNull();
            best = Math.min(best, cpuNanos() - begin);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(AT_MOST);
        assertThat(TraceQl.parse(TraceQl.print(TraceQl.parse(query)))).isEqualTo(TraceQl.parse(query));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"refused", "taken"})
    void neverBreakALookUpOfTags(String name, String query) throws Exception {
        TagOptions options = TagOptions.of(TimeRange.ALL).withQuery(query);
        try {
            assertThat(new TagLookup(_ -> List.of(), options).names().byScope())
                    .as(name)
                    .isEmpty();
        } catch (BackendException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
        }
    }

    static Stream<Arguments> largest() {
        String any = "{ .service.name != nil }";
        return Stream.of(
                text("sums", "{ .b" + " + .b".repeat(240) + " = 1 }"),
                text("alternating logic", "{ .a" + " && .b || .c".repeat(120) + " }"),
                text("nots", "{ " + "!(".repeat(90) + ".a" + ")".repeat(90) + " }"),
                text("nil tests", "{ .a" + " = nil".repeat(120) + " }"),
                text("structure", any + " !> {}".repeat(240)),
                text("negations", "!".repeat(190) + any),
                text("negated brackets", "!(".repeat(95) + any + ")".repeat(95)),
                text("items", "{ " + "item(".repeat(190) + ".service.name" + ", 0)".repeat(190) + " = nil }"),
                text("stages", any + " | {}".repeat(240)),
                text("nested pipelines", "(".repeat(190) + any + " | {})".repeat(190)),
                text("nested numbers", "({} | ".repeat(190) + any + " | count()" + ")".repeat(190) + " = 1"),
                text("sums of numbers", "count()" + " + ({} | count())".repeat(240) + " > 1"),
                text("an order", any + " | order_by(count()" + " + count()".repeat(240) + ")"),
                text("groups", any + " | by(name)".repeat(240)),
                text("nested in groups", any + " | by(name) | " + "(".repeat(190) + any + " | {})".repeat(190)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largest")
    void theLargestThatAreTakenAreAnsweredOnASmallStack(String name, String query) throws InterruptedException {
        SpanSource source = MemorySpanSource.of(TraceNotation.parse(List.of(
                        "trace 1",
                        "  A s \"a\" server +0ms 1ms unset span.a=true",
                        "    B s \"b\" server +0ms 1ms unset"))
                .traces());
        List<Object> outcome = Collections.synchronizedList(new ArrayList<>());
        Runnable search = () -> {
            try {
                outcome.add(TraceQl.compile(TraceQl.parse(query)).search(source, SearchOptions.of(TimeRange.ALL)));
                outcome.add(TraceQl.print(TraceQl.parse(query)));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                outcome.add(e);
            }
        };
        Thread small = new Thread(null, search, name, 512 * 1024);
        small.start();
        small.join();
        assertThat(outcome).hasSize(2);
        assertThat(outcome.getFirst()).isInstanceOf(SearchResult.class);
    }

    private static Arguments text(String name, String query) {
        return Arguments.of(name, query);
    }
}
