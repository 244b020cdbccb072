package dev.spanflame.block.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Adds up the totals of profiles over time, one series for each distinct set of the labels grouped by.
public final class SeriesSums {
    private static final long MILLI = 1_000_000;

    /// A series: its labels and its points in order of time. Times are milliseconds since the epoch.
    public record Series(Labels labels, List<Point> points) {
        /// Sum of all points.
        public double total() {
            double sum = 0;
            for (Point point : points) {
                sum += point.value();
            }
            return sum;
        }
    }

    /// One value; points without a profile are left out.
    public record Point(long timeMillis, double value) {}

    private SeriesSums() {}

    /// The series in order of their labels. A label that a profile lacks is left out of its group.
    ///
    /// Throws [BackendException] of kind CANCELLED when the caller went away.
    public static List<Series> sum(List<ProfilePartition> partitions, SeriesRequest request) {
        Map<Labels, Sums> groups = new TreeMap<>();
        for (ProfilePartition partition : partitions) {
            if (request.cancelled().getAsBoolean()) {
                throw new BackendException(ErrorKind.CANCELLED, "cancelled", "the caller went away");
            }
            add(partition, request, groups);
        }
        List<Series> series = new ArrayList<>();
        groups.forEach((labels, sums) -> series.add(new Series(labels, sums.points(request))));
        return series;
    }

    private static void add(ProfilePartition partition, SeriesRequest request, Map<Labels, Sums> groups) {
        SeriesSelector selector = new SeriesSelector(partition, request.matchers());
        Sums[] sums = new Sums[partition.seriesCount()];
        ProfileRows rows = partition.rows();
        for (int row = 0; row < rows.count(); row++) {
            long point = request.point(Math.floorDiv(rows.times()[row], MILLI));
            int series = rows.series()[row];
            if (point >= 0 && selector.has(series)) {
                if (sums[series] == null) {
                    Labels group = partition.labels(series).keep(request.groupBy());
                    sums[series] = groups.computeIfAbsent(group, _ -> new Sums());
                }
                sums[series].add(point, rows.totals()[row]);
            }
        }
    }

    /// Sums by point, a hash table. Points are numbers from 0.
    private static final class Sums {
        private long[] points = new long[16];
        private long[] values = new long[16];
        private int[] counts = new int[16];
        private int size;

        void add(long point, long value) {
            int slot = slot(point);
            if (counts[slot] == 0) {
                if (size * 2 >= points.length) {
                    grow();
                    slot = slot(point);
                }
                points[slot] = point;
                size++;
            }
            values[slot] += value;
            counts[slot]++;
        }

        private int slot(long point) {
            int mask = points.length - 1;
            int slot = (int) (point * 0x9E3779B97F4A7C15L >>> 40) & mask;
            while (counts[slot] != 0 && points[slot] != point) {
                slot = slot + 1 & mask;
            }
            return slot;
        }

        private void grow() {
            long[] oldPoints = points;
            long[] oldValues = values;
            int[] oldCounts = counts;
            points = new long[oldPoints.length * 4];
            values = new long[oldPoints.length * 4];
            counts = new int[oldPoints.length * 4];
            for (int i = 0; i < oldPoints.length; i++) {
                if (oldCounts[i] != 0) {
                    int slot = slot(oldPoints[i]);
                    points[slot] = oldPoints[i];
                    values[slot] = oldValues[i];
                    counts[slot] = oldCounts[i];
                }
            }
        }

        List<Point> points(SeriesRequest request) {
            long[] order = new long[size];
            int found = 0;
            for (int i = 0; i < points.length; i++) {
                if (counts[i] != 0) {
                    order[found++] = points[i];
                }
            }
            Arrays.sort(order);
            List<Point> result = new ArrayList<>(size);
            for (long point : order) {
                int slot = slot(point);
                double value = switch (request.aggregation()) {
                    case SUM -> (double) values[slot];
                    case AVERAGE -> (double) values[slot] / counts[slot];
                };
                result.add(new Point(request.startMillis() + point * request.stepMillis(), value));
            }
            return result;
        }
    }
}
