package dev.spanflame.traceql.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.script.TraceNotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchPlanTest {
    private static final SpanSource LARGE = _ -> List.of(new LargePartition(100_000));
    private static final SearchOptions OPTIONS = SearchOptions.of(TimeRange.ALL);

    private static SearchPlan plan(String query) {
        return TraceQl.compile(TraceQl.parse(query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ span.number + 0 = 1 }",
                "{ span.text =~ `.*[a-z]+ 1?2?3?4?5?6?7?8?9?0?x` }",
                "{ span.number = span.other + 1 }",
                "{} | by(name) | count() > 1",
                "{} | max(span.number) < 0",
                "{} | order_by(max(span.number + 0) desc)",
                "({ span.number + 0 = 1 } | count()) = 0",
                "{} | by(span.number) | ({ span.number + 0 = 1 } | count()) = 0",
                "{} | by(span.number) | {} > {}"
            })
    void stopsWithinASecondOfBeingCancelled(String query) throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        long[] cancelledAt = {0};
        // All traces are wanted, or some of these queries have their answer from the newest alone.
        SearchOptions options = OPTIONS.withLimit(1_000_000).withCancelled(() -> {
            // The signal comes once the work is well under way.
            boolean cancelled = asked.incrementAndGet() > 20;
            if (cancelled && cancelledAt[0] == 0) {
                cancelledAt[0] = System.nanoTime();
            }
            return cancelled;
        });
        BackendException end =
                catchThrowableOfType(BackendException.class, () -> plan(query).search(LARGE, options));
        assertThat(end).isNotNull();
        assertThat(end.kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - cancelledAt[0])).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void asksOftenWhetherToStop() {
        // The time between two questions is what a caller waits at most.
        long[] last = {0};
        long[] longest = {0};
        SearchOptions options = OPTIONS.withCancelled(() -> {
            long now = System.nanoTime();
            longest[0] = last[0] == 0 ? 0 : Math.max(longest[0], now - last[0]);
            last[0] = now;
            return false;
        });
        assertThat(catchThrowableOfType(
                        BackendException.class,
                        () -> plan("{ span.number + 0 >= 0 } | by(span.number % 3) | max(span.number) > 5 | {} > {}")
                                .search(LARGE, options)))
                .isNull();
        assertThat(Duration.ofNanos(longest[0])).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void endsAtTheDeadline() {
        SearchOptions options = OPTIONS.withDeadlineNanos(
                System.nanoTime() + Duration.ofMillis(50).toNanos());
        BackendException end = catchThrowableOfType(
                BackendException.class,
                () -> plan("{ span.number + 0 = 1 } | by(name)").search(LARGE, options));
        // A fast machine may be done before; then there is nothing to end.
        if (end != null) {
            assertThat(end.kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
        SearchOptions late = OPTIONS.withDeadlineNanos(System.nanoTime() - 1);
        assertThatThrownBy(() -> plan("{}").search(LARGE, late)).hasMessageContaining("longer than allowed");
    }

    @Test
    void refusesAnAnswerLargerThanItsBudget() {
        SearchOptions options =
                OPTIONS.withLimit(100_000).withSpansPerSpanSet(10).withMemory(1 << 20, _ -> {});
        BackendException end = catchThrowableOfType(
                BackendException.class, () -> plan("{} | select(span.text)").search(LARGE, options));
        assertThat(end).isNotNull();
        assertThat(end.kind()).isEqualTo(ErrorKind.TOO_LARGE);
        assertThat(end.text()).contains("limit").contains("spss");
    }

    @Test
    void oldTracesDoNotCountAgainstTheBudgetOnceNewerOnesReplaceThem() throws IOException {
        SearchOptions options = OPTIONS.withLimit(5).withMemory(8_000, _ -> {});
        List<SpanPartition> partitions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            partitions.add(new LargePartition(10 + i));
        }
        SearchResult result = plan("{}").search(_ -> partitions, options);
        assertThat(result.traces()).hasSize(5);
        assertThat(result.traces().getFirst().startNanos()).isEqualTo(4 * 58L);
    }

    @Test
    void passesOverPartitionsThatAreTooOld() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            lines.add("trace " + (i + 1) + " start=" + (i * 10) + "s");
            lines.add("  S" + i + " s \"name\" server +0ms 1s unset");
        }
        List<SpanPartition> partitions = new ArrayList<>();
        for (int i = 8; i >= 0; i--) {
            MemorySpanSource one = MemorySpanSource.of(
                    List.of(TraceNotation.parse(lines).traces().get(i)));
            partitions.addAll(one.partitions(plan("{}").request(OPTIONS)));
        }
        SearchResult result = plan("{ name = \"name\" }").search(_ -> partitions, OPTIONS.withLimit(2));
        assertThat(result.traces().stream().map(trace -> trace.traceId().shortHex()))
                .containsExactly("9", "8");
        assertThat(result.inspectedPartitions()).isEqualTo(2);
        assertThat(result.skippedPartitions()).isEqualTo(7);
        assertThat(result.inspectedSpans()).isEqualTo(2);
        assertThat(result.inspectedTraces()).isEqualTo(2);
    }

    @Test
    void readsNothingForAQueryThatNothingCanMatch() throws IOException {
        SpanSource unreadable = _ -> {
            throw new IOException("not to be read");
        };
        assertThat(plan("{ false }").search(unreadable, OPTIONS)).isEqualTo(SearchResult.EMPTY);
        assertThatThrownBy(() -> plan("{}").search(unreadable, OPTIONS)).isInstanceOf(IOException.class);
    }

    @Test
    void failuresOfColumnsAreFailuresOfTheSearch() {
        SpanSource broken = _ -> {
            throw new UncheckedIOException(new IOException("page damaged"));
        };
        assertThatThrownBy(() -> plan("{}").search(broken, OPTIONS))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("page damaged");
    }

    @Test
    void refusesLimitsBelowOne() {
        assertThatThrownBy(() -> OPTIONS.withLimit(0)).hasMessageContaining("limit is 0; expected at least 1");
        assertThatThrownBy(() -> OPTIONS.withSpansPerSpanSet(-1)).hasMessageContaining("spss");
    }

    @Test
    void onePlanServesManySearchesAtOnce() throws Exception {
        SearchPlan plan = plan("{ span.number % 1000 = 7 } | count() > 0");
        SearchResult alone = plan.search(LARGE, OPTIONS);
        List<Thread> threads = new ArrayList<>();
        List<SearchResult> results = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    results.add(plan.search(LARGE, OPTIONS));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(results).hasSize(4).allMatch(alone::equals);
    }
}
