package dev.spanflame.querier.profiles;

import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.block.profile.Totals;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.querier.profiles.ProfilePoints.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Series over time that look into profiles: of certain stacks alone, and with exemplars. [SeriesSums]
/// is what needs neither.
public final class PointSeries {
    private final SeriesRequest request;
    private final ExemplarKind kind;
    private final Map<Labels, TreeMap<Long, Cell>> groups = new TreeMap<>();

    private PointSeries(SeriesRequest request, ExemplarKind kind) {
        this.request = request;
        this.kind = kind;
    }

    /// A series; `exemplars` has the example of each point that has one, by the point's time.
    public record WithExemplars(SeriesSums.Series series, Map<Long, Exemplar> exemplars) {}

    /// Which samples count: those in stacks that `stacks` takes, all where it is empty, and that
    /// `filter` takes.
    public record Narrowing(Optional<NamedStacks> stacks, SampleFilter filter) {
        /// Whether all samples count.
        public boolean isNone() {
            return stacks.isEmpty() && filter instanceof SampleFilter.All;
        }
    }

    private static final class Cell {
        private long sum;
        private int count;
        private @Nullable Observed best;
    }

    /// The series in order of labels. Where it is narrowed, values are those of the samples that count,
    /// and a profile without any counts 0; a series that is 0 everywhere is left out.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind CANCELLED when the caller went away.
    public static List<WithExemplars> of(
            List<ProfilePartition> partitions, SeriesRequest request, Narrowing narrowing, ExemplarKind kind) {
        PointSeries series = new PointSeries(request, kind);
        ProfileSelection selection = new ProfileSelection(
                request.matchers(),
                TimeRange.ofMillis(Math.max(0, request.startMillis() - request.stepMillis()), request.endMillis()),
                narrowing.filter(),
                request.cancelled());
        Optional<NamedStacks> stacks = narrowing.stacks();
        ProfilePoints.scan(partitions, new ProfilePoints.Asked(selection, stacks, false), series::add);
        if (kind == ExemplarKind.SPAN) {
            ProfilePoints.scan(partitions, new ProfilePoints.Asked(selection, stacks, true), series::compare);
        }
        return series.finish(!narrowing.isNone());
    }

    private void add(Observed observed) {
        long point = request.point(observed.millis());
        if (point >= 0) {
            Cell cell = groups.computeIfAbsent(group(observed), _ -> new TreeMap<>())
                    .computeIfAbsent(point, _ -> new Cell());
            cell.sum = Totals.sum(cell.sum, observed.value());
            cell.count++;
            if (kind == ExemplarKind.PROFILE) {
                compare(observed, cell);
            }
        }
    }

    private void compare(Observed observed) {
        TreeMap<Long, Cell> points = groups.get(group(observed));
        Cell cell = points == null ? null : points.get(request.point(observed.millis()));
        if (cell != null) {
            compare(observed, cell);
        }
    }

    private static void compare(Observed observed, Cell cell) {
        Observed best = cell.best;
        if (best == null ? observed.value() > 0 : observed.isBefore(best)) {
            cell.best = observed;
        }
    }

    private Labels group(Observed observed) {
        int series = observed.partition().rows().series()[observed.row()];
        return observed.partition().labels(series).keep(request.groupBy());
    }

    private List<WithExemplars> finish(boolean withoutZeros) {
        List<WithExemplars> result = new ArrayList<>();
        groups.forEach((labels, cells) -> {
            List<SeriesSums.Point> points = new ArrayList<>();
            Map<Long, Exemplar> exemplars = new HashMap<>();
            cells.forEach((number, cell) -> {
                long time = request.startMillis() + number * request.stepMillis();
                double value = switch (request.aggregation()) {
                    case SUM -> (double) cell.sum;
                    case AVERAGE -> (double) cell.sum / cell.count;
                };
                points.add(new SeriesSums.Point(time, value));
                if (cell.best != null) {
                    exemplars.put(time, Exemplar.of(cell.best, request.groupBy()));
                }
            });
            if (!withoutZeros || points.stream().anyMatch(point -> point.value() != 0)) {
                result.add(new WithExemplars(new SeriesSums.Series(labels, points), exemplars));
            }
        });
        return result;
    }
}
