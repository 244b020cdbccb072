package dev.spanflame.querier.profiles;

import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.querier.profiles.ProfilePoints.Observed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many profiles, or spans in profiles, had which value when: [#ROWS] rows of equal height between
/// the smallest and the largest value of all series, columns of one step.
///
/// Where the step is shorter than a profile, and its samples have times, each column has what of the
/// profile falls into it; else a profile counts whole where it began.
public final class HeatMap {
    /// Rows of values.
    public static final int ROWS = 20;

    /// Heap that the largest heat map takes while it is made, about.
    public static final long MAX_BYTES = 128L << 20;

    private static final int MAX_OBSERVATIONS = 1_000_000;

    private final SeriesRequest request;
    private final ExemplarKind kind;
    private final Map<Labels, TreeMap<Long, List<Observed>>> groups = new TreeMap<>();
    private int count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    private HeatMap(SeriesRequest request, ExemplarKind kind) {
        this.request = request;
        this.kind = kind;
    }

    /// A series: its labels and its columns that are not empty, in order of time.
    public record Series(Labels labels, List<Column> columns) {
        /// Number of all observations.
        public long count() {
            return columns.stream()
                    .flatMapToInt(column -> Arrays.stream(column.counts))
                    .sum();
        }
    }

    /// The observations of `(timeMillis - step, timeMillis]`, counted by row, and the example of each
    /// row that has one.
    public record Column(long timeMillis, int[] counts, List<Exemplar> exemplars) {}

    /// A heat map; `lowest` are the lower bounds of the rows.
    public record Cells(double[] lowest, List<Series> series) {}

    /// The heat map of profiles, or of spans where `bySpan`, in order of labels.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away, of kind UNPROCESSABLE for
    /// more observations than fit into memory.
    public static Cells of(
            List<ProfilePartition> partitions, SeriesRequest request, boolean bySpan, ExemplarKind kind) {
        HeatMap map = new HeatMap(request, kind);
        ProfileSelection selection = new ProfileSelection(
                request.matchers(),
                TimeRange.ofMillis(Math.max(0, request.startMillis() - request.stepMillis()), request.endMillis()),
                new SampleFilter.Timed(),
                request.cancelled());
        ProfilePoints.scan(
                partitions,
                new ProfilePoints.Asked(selection, Optional.empty(), bySpan, Optional.of(request)),
                map::add);
        return map.finish();
    }

    private void add(Observed observed) {
        long point = request.point(observed.millis());
        if (point < 0) {
            return;
        }
        if (++count > MAX_OBSERVATIONS) {
            throw new BackendException(
                    ErrorKind.UNPROCESSABLE,
                    "heatmap_too_large",
                    "the heat map would count more than " + MAX_OBSERVATIONS
                            + " profiles or spans; ask for a shorter time or for fewer services");
        }
        int series = observed.partition().rows().series()[observed.row()];
        Labels group = observed.partition().labels(series).keep(request.groupBy());
        groups.computeIfAbsent(group, _ -> new TreeMap<>())
                .computeIfAbsent(point, _ -> new ArrayList<>())
                .add(observed);
        min = Math.min(min, observed.value());
        max = Math.max(max, observed.value());
    }

    private Cells finish() {
        double[] lowest = new double[ROWS];
        for (int i = 0; i < ROWS && count > 0; i++) {
            lowest[i] = min + i * height();
        }
        List<Series> series = new ArrayList<>();
        groups.forEach((labels, columns) -> {
            List<Column> found = new ArrayList<>();
            columns.forEach((point, observed) -> found.add(column(point, observed)));
            series.add(new Series(labels, found));
        });
        return new Cells(lowest, series);
    }

    private double height() {
        return ((double) max - min) / ROWS;
    }

    private int row(long value) {
        return height() == 0 ? 0 : (int) Math.min(ROWS - 1, ((double) value - min) / height());
    }

    private Column column(long point, List<Observed> observed) {
        int[] counts = new int[ROWS];
        @Nullable Observed[] best = new Observed[ROWS];
        for (Observed one : observed) {
            int row = row(one.value());
            counts[row]++;
            Observed known = best[row];
            if (known == null || one.isBefore(known)) {
                best[row] = one;
            }
        }
        List<Exemplar> exemplars = new ArrayList<>();
        for (Observed one : best) {
            if (one != null && isShown(one)) {
                exemplars.add(Exemplar.of(one, request.groupBy()));
            }
        }
        return new Column(request.startMillis() + point * request.stepMillis(), counts, exemplars);
    }

    private boolean isShown(Observed observed) {
        return switch (kind) {
            case NONE -> false;
            case PROFILE -> true;
            case SPAN -> observed.span().span() != 0;
        };
    }
}
