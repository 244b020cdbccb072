package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.LabelMatcher.Operator;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LabelQueriesTest {
    private final ProfileSegment segment = new ProfileSegment();
    private List<ProfilePartition> partitions = List.of();

    @BeforeEach
    void fill() {
        segment.append(Collapsed.of("cart", 1_000)
                .add("a", 10)
                .add("b", 20, 7, Labels.of("thread", "main"))
                .batch());
        segment.append(Collapsed.of("shop", 60_000).add("a", 40).batch());
        partitions = List.of(segment.snapshot());
    }

    @Test
    void matchersFollowPrometheus() {
        assertThat(services(Operator.EQUAL, "cart")).containsExactly("cart");
        assertThat(services(Operator.NOT_EQUAL, "cart")).containsExactly("shop");
        assertThat(services(Operator.MATCHES, "c.*|sho")).containsExactly("cart");
        assertThat(services(Operator.NOT_MATCHES, "c.*|sho")).containsExactly("shop");
        assertThat(labels(LabelMatcher.equal("thread", ""))).hasSize(2);
        assertThat(labels(LabelMatcher.of("thread", Operator.NOT_EQUAL, ""))).hasSize(1);
        assertThat(labels(LabelMatcher.of("thread", Operator.MATCHES, ".*"))).hasSize(3);
        assertThatThrownBy(() -> LabelMatcher.of("x", Operator.MATCHES, "("))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    @Test
    void listsOnlyWhatOverlapsTheWindow() {
        assertThat(LabelQueries.values(partitions, "service_name", List.of(), TimeRange.ofSeconds(10, 20)))
                .containsExactly("cart");
        assertThat(LabelQueries.values(partitions, "service_name", List.of(), TimeRange.ofSeconds(12, 20)))
                .isEmpty();
        assertThat(LabelQueries.names(partitions, List.of(), TimeRange.ofSeconds(60, 61)))
                .doesNotContain("thread")
                .contains("service_name", "__service_name__", "__profile_type__", "__name__", "__type__", "__unit__");
    }

    @Test
    void cutsSeriesToTheNamesAskedFor() {
        assertThat(LabelQueries.series(partitions, List.of(), List.of("service_name", "thread"), TimeRange.ALL))
                .containsExactly(
                        Labels.of("service_name", "cart"),
                        Labels.of("service_name", "cart", "thread", "main"),
                        Labels.of("service_name", "shop"));
        assertThat(LabelQueries.series(partitions, List.of(), List.of("thread"), TimeRange.ALL))
                .containsExactly(Labels.of("thread", "main"));
    }

    @Test
    void aProfileCountsWhereItBeganButASpanWhereItRan() {
        TimeRange later = TimeRange.ofSeconds(5, 8);
        ProfileSelection plain = ProfileSelection.of(List.of(), later);
        assertThat(StackMerge.merge(partitions, plain).size()).isZero();
        Forest spans = StackMerge.merge(partitions, plain.with(SampleFilter.ofSpans(List.of(7L))));
        assertThat(FlameGraphBuilder.build(spans, 0).names()).containsExactly("total", "b");
        Forest none = StackMerge.merge(partitions, plain.with(SampleFilter.ofSpans(List.of(8L, 0L))));
        assertThat(none.size()).isZero();
    }

    @Test
    void pointsLieAtTheRightEdgeOfTheirStep() {
        assertThat(points(0, 2_000, 1_000, Aggregation.SUM)).containsExactly(new SeriesSums.Point(1_000, 30));
        assertThat(points(999, 2_999, 1_000, Aggregation.SUM)).containsExactly(new SeriesSums.Point(1_999, 30));
        assertThat(points(1_000, 1_000, 1_000, Aggregation.SUM)).containsExactly(new SeriesSums.Point(1_000, 30));
        assertThat(points(1_500, 70_000, 600, Aggregation.SUM))
                .containsExactly(new SeriesSums.Point(1_500, 30), new SeriesSums.Point(60_300, 40));
        assertThat(points(999, 1_500, 1_000, Aggregation.SUM)).isEmpty();
        assertThat(points(999, 1_500, Long.MAX_VALUE, Aggregation.SUM)).isEmpty();
        assertThat(points(0, 60_000, 60_000, Aggregation.AVERAGE))
                .containsExactly(new SeriesSums.Point(60_000, 70.0 / 3));
    }

    @Test
    void stopsWhenTheCallerIsGone() {
        ProfileSelection cancelled = new ProfileSelection(List.of(), TimeRange.ALL, SampleFilter.ALL, () -> true);
        assertThatThrownBy(() -> StackMerge.merge(partitions, cancelled))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    private List<SeriesSums.Point> points(long start, long end, long step, Aggregation aggregation) {
        SeriesRequest request = new SeriesRequest(List.of(), start, end, step, List.of(), aggregation, () -> false);
        List<SeriesSums.Series> series = SeriesSums.sum(partitions, request);
        return series.isEmpty() ? List.of() : series.getFirst().points();
    }

    private List<String> services(Operator operator, String value) {
        return LabelQueries.values(
                partitions, "service_name", List.of(LabelMatcher.of("service_name", operator, value)), TimeRange.ALL);
    }

    private List<Labels> labels(LabelMatcher matcher) {
        return LabelQueries.series(partitions, List.of(matcher), List.of(), TimeRange.ALL);
    }
}
