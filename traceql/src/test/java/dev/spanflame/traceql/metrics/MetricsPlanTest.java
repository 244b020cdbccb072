package dev.spanflame.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.script.Answers;
import dev.spanflame.traceql.script.TraceNotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two traces, whose spans start in the first, the second and the fourth of five intervals of 10 s.
final class MetricsPlanTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TimeAxis AXIS = new TimeAxis(TraceNotation.EPOCH_NANOS, 10 * SECOND, 5);
    private static final TimeAxis INSTANT =
            TimeAxis.instant(TraceNotation.EPOCH_NANOS, TraceNotation.EPOCH_NANOS + 50 * SECOND);
    private static final SpanSource SOURCE = source(
            "trace 0ab start=5s",
            "  A front \"GET /\" server +0ms 100ms unset id=a1 span.http.status_code=200",
            "    B front \"call\" client +5ms 80ms error id=b1 span.retry=2",
            "      C db \"SELECT\" server +6s 50ms unset id=c1 span.tags=[\"x\", \"y\"]",
            "    D front \"cache\" internal +6s 5ms unset id=d1 span.hit=true",
            "trace 0cd start=35s",
            "  E front \"GET /\" server +0ms 400ms unset id=e1 span.http.status_code=\"200\" span.retry=1");

    private static SpanSource source(String... lines) {
        return MemorySpanSource.of(TraceNotation.parse(List.of(lines)).traces());
    }

    private static List<String> series(String query) throws IOException {
        return series(query, AXIS);
    }

    private static List<String> series(String query, TimeAxis axis) throws IOException {
        return result(query, MetricsOptions.of(axis)).series().stream()
                .map(series -> Answers.labels(series.labels()) + " " + Answers.numbers(series.values()))
                .toList();
    }

    private static MetricsResult result(String query, MetricsOptions options) throws IOException {
        return TraceQl.measure(TraceQl.parse(query)).query(SOURCE, options);
    }

    @Test
    void spansAreCountedInTheIntervalTheyStartIn() throws IOException {
        assertThat(series("{} | count_over_time()")).containsExactly("{__name__=\"count_over_time\"} 2 2 0 1 0");
        assertThat(series("{} | rate()")).containsExactly("{__name__=\"rate\"} 0.2 0.2 0 0.1 0");
        assertThat(series("{} | rate()", INSTANT)).containsExactly("{__name__=\"rate\"} 0.1");
    }

    @Test
    void aSpanAtTheVeryStartIsOutAndOneAtTheVeryEndIsIn() throws IOException {
        long start = TraceNotation.EPOCH_NANOS + 5 * SECOND;
        assertThat(series("{} | count_over_time()", TimeAxis.instant(start, start + 30 * SECOND)))
                .containsExactly("{__name__=\"count_over_time\"} 4");
    }

    @Test
    void nothingFoundIsZerosButAContradictionIsNothing() throws IOException {
        assertThat(series("{ name = \"nope\" } | rate()")).containsExactly("{__name__=\"rate\"} 0 0 0 0 0");
        assertThat(series("{ false } | rate()")).isEmpty();
        assertThat(series("{ name = \"nope\" } | rate() by(name)")).isEmpty();
        assertThat(series("{ name = \"nope\" } | sum_over_time(duration)")).isEmpty();
        assertThat(series("{ name = \"nope\" } | quantile_over_time(duration, .5)"))
                .isEmpty();
    }

    @Test
    void groupsAreSeriesAndKeepTheTypeOfTheirValue() throws IOException {
        assertThat(series("{} | count_over_time() by(resource.service.name)"))
                .containsExactly(
                        "{resource.service.name=\"db\"} 0 1 0 0 0", "{resource.service.name=\"front\"} 2 1 0 1 0");
        assertThat(series("{} | count_over_time() by(span.http.status_code)"))
                .containsExactly(
                        "{span.http.status_code=200} 1 0 0 0 0",
                        "{span.http.status_code=\"200\"} 0 0 0 1 0",
                        "{span.http.status_code=nil} 1 2 0 0 0");
        assertThat(series("{} | count_over_time() by(span.retry, span.hit)"))
                .containsExactly(
                        "{span.hit=true} 0 1 0 0 0",
                        "{span.retry=1} 0 0 0 1 0",
                        "{span.retry=2} 1 0 0 0 0",
                        "{span.retry=nil} 1 1 0 0 0");
        assertThat(series("{} | count_over_time() by(span:name, kind, status) | topk(1)", INSTANT))
                .containsExactly("{name=\"GET /\", kind=server, status=unset} 2");
        assertThat(series("{} | count_over_time() by(span.tags)", INSTANT))
                .containsExactly("{span.tags=nil} 4", "{span.tags=[\"x\", \"y\"]} 1");
    }

    @Test
    void fieldsAreMeasuredInSecondsAndWhatHasNoneIsSkipped() throws IOException {
        assertThat(series("{} | max_over_time(duration)"))
                .containsExactly("{__name__=\"max_over_time\"} 0.1 0.05 - 0.4 -");
        assertThat(series("{} | min_over_time(duration)"))
                .containsExactly("{__name__=\"min_over_time\"} 0.08 0.005 - 0.4 -");
        assertThat(series("{} | sum_over_time(span.retry)")).containsExactly("{__name__=\"sum_over_time\"} 2 - - 1 -");
        assertThat(series("{} | avg_over_time(span.retry)", INSTANT))
                .containsExactly("{__name__=\"avg_over_time\"} 1.5");
        assertThat(series("{} | max_over_time(trace:duration)", INSTANT))
                .containsExactly("{__name__=\"max_over_time\"} 6.05");
        assertThat(series("{} | sum_over_time(name)")).isEmpty();
    }

    @Test
    void histogramsCountByPowersOfTwo() throws IOException {
        assertThat(series("{} | histogram_over_time(duration)", INSTANT))
                .containsExactly(
                        "{__bucket=0.008388608} 1",
                        "{__bucket=0.067108864} 1",
                        "{__bucket=0.134217728} 2",
                        "{__bucket=0.536870912} 1");
        assertThat(series("{} | histogram_over_time(span.retry) by(resource.service.name)", INSTANT))
                .containsExactly(
                        "{resource.service.name=\"front\", __bucket=1.0} 1",
                        "{resource.service.name=\"front\", __bucket=2.0} 1");
    }

    @Test
    void quantilesLieBetweenTheBoundsOfTheirBucket() throws IOException {
        assertThat(series("{} | quantile_over_time(duration, 1, 0.5, .5) by(resource.service.name)", INSTANT))
                .containsExactly(
                        "{resource.service.name=\"db\", p=0.5} 0.06710886",
                        "{resource.service.name=\"db\", p=1.0} 0.06710886",
                        "{resource.service.name=\"front\", p=0.5} 0.03355443",
                        "{resource.service.name=\"front\", p=1.0} 0.5368709");
        assertThat(series("{} | quantile_over_time(span.retry, .5)")).containsExactly("{p=0.5} 2 0 0 1 0");
    }

    @Test
    void rankingIsDoneAtEachMomentAndTiesGoByTheAlphabet() throws IOException {
        assertThat(series("{} | count_over_time() by(name) | topk(1)"))
                .containsExactly("{name=\"GET /\"} 1 - 0 1 0", "{name=\"SELECT\"} - 1 - - -");
        assertThat(series("{} | count_over_time() by(name) | bottomk(1)"))
                .containsExactly("{name=\"cache\"} 0 - - - -", "{name=\"call\"} - 0 0 0 0");
        assertThat(series("{} | count_over_time() by(name) | topk(4)")).hasSize(4);
    }

    @Test
    void thresholdsTakeValuesAway() throws IOException {
        assertThat(series("{} | count_over_time() by(name) > 0"))
                .containsExactly(
                        "{name=\"GET /\"} 1 - - 1 -",
                        "{name=\"SELECT\"} - 1 - - -",
                        "{name=\"cache\"} - 1 - - -",
                        "{name=\"call\"} 1 - - - -");
        assertThat(series("{} | max_over_time(duration) > 300ms"))
                .containsExactly("{__name__=\"max_over_time\"} - - - 0.4 -");
        assertThat(series("{} | rate() > 1 / 2")).containsExactly("{__name__=\"rate\"} 0.2 0.2 - 0.1 -");
        assertThat(series("{} | rate() > 100")).isEmpty();
        assertThat(series("{} | count_over_time() != 2 < 1", AXIS))
                .containsExactly("{__name__=\"count_over_time\"} - - 0 - 0");
    }

    @Test
    void seriesMeetByTheirLabelsAndMissingOnesAreNotZero() throws IOException {
        String errors = "({ status = error } | count_over_time() by(resource.service.name))";
        String all = "({} | count_over_time() by(resource.service.name))";
        assertThat(series(errors + " / " + all)).containsExactly("{resource.service.name=\"front\"} 0.5 0 - 0 -");
        assertThat(series(all + " - " + errors)).containsExactly("{resource.service.name=\"front\"} 1 1 0 1 0");
        assertThat(series("({} | count_over_time() by(name, kind)) + ({} | count_over_time() by(kind, name))", INSTANT))
                .contains("{name=\"GET /\", kind=server} 4")
                .hasSize(4);
        assertThat(series("({} | rate() by(name)) / ({} | rate() by(kind))")).isEmpty();
    }

    @Test
    void aSeriesWithoutLabelsMeetsAllOthers() throws IOException {
        assertThat(series("({} | count_over_time() by(resource.service.name)) / ({} | count_over_time())", INSTANT))
                .containsExactly("{resource.service.name=\"db\"} 0.2", "{resource.service.name=\"front\"} 0.8");
        assertThat(series(
                        "({} | count_over_time()) - ({} | count_over_time() by(resource.service.name) | topk(1))",
                        INSTANT))
                .containsExactly("{resource.service.name=\"front\"} 1");
    }

    @Test
    void arithmeticNamesAreTextAndDivisionByZeroIsNothing() throws IOException {
        assertThat(series("({} | rate()) / ({} | rate())")).containsExactly("{__name__=\"(rate / rate)\"} 1 1 - 1 -");
        assertThat(series("(({} | rate()) + ({} | rate())) - ({} | count_over_time())"))
                .containsExactly("{__name__=\"((rate + rate) - count_over_time)\"} -1.6 -1.6 0 -0.8 0");
        assertThat(series("5 + ({} | count_over_time()) * 10"))
                .containsExactly("{__name__=\"count_over_time\"} 25 25 5 15 5");
        assertThat(series("({} | count_over_time()) / 0")).isEmpty();
        assertThat(series("100 / ({} | count_over_time())"))
                .containsExactly("{__name__=\"count_over_time\"} 50 50 - 100 -");
    }

    @Test
    void compareCountsTheValuesOfSelectedSpansAndOfTheOthers() throws IOException {
        List<String> series = series("{} | compare({ status = error })", INSTANT);

        assertThat(series)
                .contains(
                        "{__meta_type=\"baseline\", name=\"GET /\"} 2",
                        "{__meta_type=\"baseline\", name=\"SELECT\"} 1",
                        "{__meta_type=\"baseline_total\", name=nil} 4",
                        "{__meta_type=\"selection\", name=\"call\"} 1",
                        "{__meta_type=\"selection_total\", name=nil} 1",
                        "{__meta_type=\"selection\", status=error} 1",
                        "{__meta_type=\"baseline\", kind=server} 3",
                        "{__meta_type=\"selection\", resource.service.name=\"front\"} 1",
                        "{__meta_type=\"baseline\", span.http.status_code=200} 1",
                        "{__meta_type=\"baseline\", span.http.status_code=\"200\"} 1",
                        "{__meta_type=\"baseline_total\", span.http.status_code=nil} 2")
                .doesNotHaveDuplicates()
                .noneMatch(
                        line -> line.contains("duration") || line.contains("nestedSet") || line.contains("trace:id"));
    }

    @Test
    void compareShowsTheMostFrequentValuesAndBindsTheSelectionToATime() throws IOException {
        long from = TraceNotation.EPOCH_NANOS + 10 * SECOND;
        assertThat(series("{} | compare({}, 1, " + from + ", " + (from + 10 * SECOND) + ")"))
                .filteredOn(line -> line.contains(", name="))
                .containsExactlyInAnyOrder(
                        "{__meta_type=\"baseline\", name=\"GET /\"} 1 0 0 1 0",
                        "{__meta_type=\"baseline_total\", name=nil} 2 0 0 1 0",
                        "{__meta_type=\"selection\", name=\"SELECT\"} 0 1 0 0 0",
                        "{__meta_type=\"selection_total\", name=nil} 0 2 0 0 0");
    }

    @Test
    void structureAndAggregatesSeeWholeTraces() throws IOException {
        assertThat(series("{ name = \"GET /\" } >> { kind = server } | count_over_time()", INSTANT))
                .containsExactly("{__name__=\"count_over_time\"} 1");
        assertThat(series("{} | count() > 1 | count_over_time()", INSTANT))
                .containsExactly("{__name__=\"count_over_time\"} 4");
        long late = TraceNotation.EPOCH_NANOS + 10 * SECOND;
        assertThat(series("{ name = \"GET /\" } >> {} | count_over_time()", TimeAxis.instant(late, late + 10 * SECOND)))
                .containsExactly("{__name__=\"count_over_time\"} 2");
    }

    @Test
    void exemplarsAreSpansOfTheSeriesOneOfATraceWithTheValueOfTheirSample() throws IOException {
        List<Series> counted = result("{} | count_over_time() by(resource.service.name)", MetricsOptions.of(AXIS))
                .series();

        List<Exemplar> exemplars = counted.getLast().exemplars();
        assertThat(counted.getFirst().exemplars()).isEmpty();
        assertThat(exemplars).hasSize(2);
        assertThat(Answers.labels(exemplars.getFirst().labels()))
                .isEqualTo("{trace:id=\"ab\", span:id=\"00000000000000a1\", resource.service.name=\"front\","
                        + " name=\"GET /\"}");
        assertThat(exemplars.getFirst().value()).isEqualTo(2);
        assertThat(exemplars.getLast().value()).isEqualTo(1);
        assertThat(exemplars.getFirst().startNanos()).isEqualTo(TraceNotation.EPOCH_NANOS + 5 * SECOND);
    }

    @Test
    void exemplarsOfMeasuredFieldsHaveTheSpansValue() throws IOException {
        Series longest = result("{} | max_over_time(duration)", MetricsOptions.of(AXIS))
                .series()
                .getFirst();
        assertThat(longest.exemplars()).extracting(Exemplar::value).containsExactly(0.1, 0.4);

        List<Series> quantiles = result("{} | quantile_over_time(duration, 0.1, 1)", MetricsOptions.of(AXIS))
                .series();
        assertThat(quantiles.getFirst().exemplars()).extracting(Exemplar::value).containsExactly(0.1);
        assertThat(quantiles.getLast().exemplars()).extracting(Exemplar::value).containsExactly(0.4);
    }

    @Test
    void hintsAndOptionsBoundExemplars() throws IOException {
        MetricsOptions options = MetricsOptions.of(AXIS);
        assertThat(exemplars("{} | rate() with(exemplars=false)", options)).isZero();
        assertThat(exemplars("{} | rate() with(exemplars=1)", options)).isEqualTo(1);
        assertThat(exemplars("{} | rate()", options.withMaxExemplars(0))).isZero();
        assertThat(exemplars("{} | rate() with(exemplars=true)", options.withMaxExemplars(0)))
                .isEqualTo(2);
    }

    private static long exemplars(String query, MetricsOptions options) throws IOException {
        return result(query, options).series().stream()
                .mapToLong(series -> series.exemplars().size())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sample=true", "sample=0.1", "span_sample=0.5, trace_sample=1", "extrapolate=false", "unknown=3"
            })
    void samplingHintsChangeNothingSinceAllSpansAreCounted(String hints) throws IOException {
        assertThat(series("{} | rate() with(" + hints + ")")).isEqualTo(series("{} | rate()"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample=0", "span_sample=2"})
    void hintsWithoutMeaningAreRefused(String hints) {
        assertThatThrownBy(() -> series("{} | rate() with(" + hints + ")"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(hints.substring(0, hints.indexOf('=')));
    }

    @Test
    void aSearchIsNoMetricsQuery() {
        assertThatThrownBy(() -> series("{ status = error }")).hasMessageContaining("not a metrics query");
    }

    @Test
    void tooManySeriesAreCutToTheLargest() throws IOException {
        MetricsResult result = result(
                "{} | count_over_time() by(name)", MetricsOptions.of(INSTANT).withMaxSeries(1));

        assertThat(result.truncated()).isTrue();
        assertThat(result.foundSeries()).isEqualTo(4);
        assertThat(result.series())
                .singleElement()
                .satisfies(series -> assertThat(Answers.labels(series.labels())).isEqualTo("{name=\"GET /\"}"));
    }

    @Test
    void whatNeedsTooMuchMemoryIsRefused() {
        BackendException end = catchThrowableOfType(
                BackendException.class,
                () -> result("{} | rate() by(span:id)", MetricsOptions.of(AXIS).withMemory(500, _ -> {})));
        assertThat(end.kind()).isEqualTo(ErrorKind.TOO_LARGE);
        assertThat(end).hasMessageContaining("group by a field with fewer values");
    }

    @Test
    void endsWhenItIsCancelledOrTooLate() {
        MetricsOptions options = MetricsOptions.of(AXIS);
        assertThat(catchThrowableOfType(
                                BackendException.class,
                                () -> result("{} | rate()", options.withEnd(() -> true, options.deadlineNanos())))
                        .kind())
                .isEqualTo(ErrorKind.CANCELLED);
        assertThat(catchThrowableOfType(
                                BackendException.class,
                                () -> result("{} | rate()", options.withEnd(() -> false, System.nanoTime() - 1)))
                        .kind())
                .isEqualTo(ErrorKind.TIMEOUT);
    }

    @Test
    void aPartSaidTwiceIsMeasuredOnceAndAllPartsInOnePass() throws IOException {
        List<Integer> passes = new ArrayList<>();
        SpanSource counting = request -> {
            passes.add(request.fields().size());
            return SOURCE.partitions(request);
        };
        TraceQl.measure(TraceQl.parse("({} | rate()) + ({} | rate()) * ({ name = \"x\" } | rate())"))
                .query(counting, MetricsOptions.of(AXIS));
        assertThat(passes).hasSize(1);
    }
}
