package dev.spanflame.generator.series;

import dev.spanflame.generator.label.LabelSet;
import java.util.ArrayList;
import java.util.List;

/// Series of one tenant. Not thread-safe.
///
/// A new series begins with a zero at the end of the minute before, as in Tempo, so that Prometheus
/// sees its first value as an increase. Where the process is younger than that, or series have
/// ended since, the zero comes later: it must not be older than what was sent of a series of that
/// name before.
public final class Registry {
    private static final long MINUTE = 60_000;
    private static final long SECOND = 1_000;

    private final RegistrySettings settings;
    private final SeriesLimit limit;
    private final LabelCap cap;
    private final List<SeriesGroup> groups = new ArrayList<>();
    private long zeroFloor;
    private long lastMillis;

    /// No series yet. Nothing of an earlier process can have been sent after `startMillis`.
    public Registry(RegistrySettings settings, long startMillis) {
        this(settings, new SeriesLimit(settings.maxSeries()), new LabelCap(settings.maxValuesPerLabel()), startMillis);
    }

    /// The same, with limits that it shares with other registries of the tenant.
    public Registry(RegistrySettings settings, SeriesLimit limit, LabelCap cap, long startMillis) {
        this.settings = settings;
        this.limit = limit;
        this.cap = cap;
        this.zeroFloor = startMillis;
        this.lastMillis = startMillis;
    }

    /// Adds metrics with these bounds of their histograms, ascending. `capped` says whether
    /// [LabelCap] holds for their labels.
    public SeriesGroup group(List<Metric> metrics, double[] bounds, boolean capped) {
        SeriesGroup group = new SeriesGroup(this, metrics, bounds, capped);
        groups.add(group);
        return group;
    }

    /// Adds gauges whose labels come from resources and are not capped.
    public SeriesGroup gauges(List<Metric> metrics) {
        return group(metrics, new double[0], false);
    }

    /// Gives all series to `sink` as of `nowMillis`, ends those that are stale, and returns the
    /// time they got: times of one registry only grow.
    public long collect(long nowMillis, SampleSink sink) {
        long millis = Math.max(nowMillis, lastMillis + 1);
        lastMillis = millis;
        long zero = Math.max(millis / MINUTE * MINUTE - SECOND, zeroFloor + 1);
        Collection collection = new Collection(sink, settings, millis, zero);
        boolean[] ended = new boolean[1];
        for (SeriesGroup group : groups) {
            group.removeStale(nowMillis - settings.staleAfter().toMillis(), entity -> {
                collection.end(group, entity);
                ended[0] = true;
            });
            group.forEach(entity -> collection.take(group, entity));
        }
        if (ended[0]) {
            zeroFloor = millis;
        }
        return millis;
    }

    /// Ends all series, which `sink` is told, and returns the time that they ended at: the start of a registry
    /// that has series of the same names.
    public long end(long nowMillis, SampleSink sink) {
        long millis = Math.max(nowMillis, lastMillis + 1);
        lastMillis = millis;
        zeroFloor = millis;
        Collection collection = new Collection(sink, settings, millis, millis);
        for (SeriesGroup group : groups) {
            group.removeStale(Long.MAX_VALUE, entity -> collection.end(group, entity));
        }
        return millis;
    }

    /// All series in a text format.
    public void expose(TextExposition out) {
        for (SeriesGroup group : groups) {
            if (!group.isEmpty()) {
                out.group(group);
            }
        }
    }

    /// Whether there is no series.
    public boolean isEmpty() {
        return groups.stream().allMatch(SeriesGroup::isEmpty);
    }

    /// The limit and what it counted.
    public SeriesLimit limit() {
        return limit;
    }

    /// The limit of each label and what it counted.
    public LabelCap cap() {
        return cap;
    }

    HistogramKind histograms() {
        return settings.histograms();
    }

    /// External labels give way, as in Prometheus: they must not make one series of two.
    WireLabels wire(LabelSet labels) {
        return WireLabels.of(settings.externalLabels().with(labels));
    }
}
