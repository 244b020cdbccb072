package dev.spanflame.generator.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One round through the series of a [Registry], giving them to a sink.
final class Collection {
    private static final byte[] NO_BOUND = new byte[0];

    private final SampleSink sink;
    private final HistogramKind kind;
    private final long millis;
    private final long zeroMillis;
    private final Map<SeriesGroup, List<WireNames>> names = new HashMap<>();

    /// Fields of a metric's names and of its bounds.
    private record WireNames(byte[] plain, byte[] bucket, byte[] sum, byte[] count, List<byte[]> bounds) {}

    Collection(SampleSink sink, RegistrySettings settings, long millis, long zeroMillis) {
        this.sink = sink;
        this.kind = settings.histograms();
        this.millis = millis;
        this.zeroMillis = zeroMillis;
    }

    /// Gives the values of `entity`.
    void take(SeriesGroup group, Entity entity) {
        List<WireNames> all = names(group);
        for (int i = 0; i < all.size(); i++) {
            if (entity.has(i)) {
                boolean zero = !entity.isAnnounced(i) && zeroMillis < millis;
                switch (group.metrics().get(i).kind()) {
                    case COUNTER -> value(entity, all.get(i).plain(), NO_BOUND, entity.values[i], zero);
                    case GAUGE -> value(entity, all.get(i).plain(), NO_BOUND, entity.values[i], false);
                    case HISTOGRAM -> histogram(entity, all.get(i), entity.histograms[i], zero);
                }
                entity.announce(i);
            }
        }
    }

    /// Says that the series of `entity` have ended.
    void end(SeriesGroup group, Entity entity) {
        List<WireNames> all = names(group);
        for (int i = 0; i < all.size(); i++) {
            if (entity.isAnnounced(i)) {
                switch (group.metrics().get(i).kind()) {
                    case COUNTER, GAUGE -> value(entity, all.get(i).plain(), NO_BOUND, SampleSink.STALE, false);
                    case HISTOGRAM -> endHistogram(entity, all.get(i));
                }
            }
        }
    }

    private void value(Entity entity, byte[] name, byte[] bound, double value, boolean zero) {
        sink.begin(entity.wire, name, bound);
        samples(value, zero);
        sink.end();
    }

    private void samples(double value, boolean zero) {
        if (zero) {
            sink.sample(0, zeroMillis);
        }
        sink.sample(value, millis);
    }

    private void histogram(Entity entity, WireNames name, @Nullable Histogram histogram, boolean zero) {
        if (histogram == null) {
            return;
        }
        if (kind.isClassic()) {
            classic(entity, name, histogram, zero);
        }
        NativeHistogram form = histogram.nativeForm();
        if (form != null) {
            sink.begin(entity.wire, name.plain(), NO_BOUND);
            if (zero) {
                sink.histogram(NativeHistogram.empty(form.schema()), zeroMillis);
            }
            sink.histogram(form, millis);
            nativeExemplars(histogram);
            sink.end();
        }
        for (int i = 0; i < histogram.buckets(); i++) {
            Exemplar exemplar = histogram.exemplar(i);
            if (exemplar != null) {
                exemplar.collected();
            }
        }
    }

    private void classic(Entity entity, WireNames name, Histogram histogram, boolean zero) {
        double below = 0;
        for (int i = 0; i < histogram.buckets(); i++) {
            below += histogram.count(i);
            sink.begin(entity.wire, name.bucket(), name.bounds().get(i));
            samples(below, zero);
            Exemplar exemplar = histogram.exemplar(i);
            if (exemplar != null && exemplar.isFresh()) {
                sink.exemplar(exemplar.value(), exemplar.traceHigh(), exemplar.traceLow(), exemplar.millis());
            }
            sink.end();
        }
        value(entity, name.sum(), NO_BOUND, histogram.sum(), zero);
        value(entity, name.count(), NO_BOUND, below, zero);
    }

    /// All buckets are one series here, whose exemplars have to come in the order of their times,
    /// each later than the one before.
    private void nativeExemplars(Histogram histogram) {
        List<Exemplar> fresh = new ArrayList<>();
        for (int i = 0; i < histogram.buckets(); i++) {
            Exemplar exemplar = histogram.exemplar(i);
            if (exemplar != null && exemplar.isFresh()) {
                fresh.add(exemplar);
            }
        }
        fresh.sort(Comparator.comparingLong(Exemplar::millis));
        long last = Long.MIN_VALUE;
        for (Exemplar exemplar : fresh) {
            last = Math.max(last + 1, exemplar.millis());
            sink.exemplar(exemplar.value(), exemplar.traceHigh(), exemplar.traceLow(), last);
        }
    }

    private void endHistogram(Entity entity, WireNames name) {
        if (kind.isClassic()) {
            for (byte[] bound : name.bounds()) {
                value(entity, name.bucket(), bound, SampleSink.STALE, false);
            }
            value(entity, name.sum(), NO_BOUND, SampleSink.STALE, false);
            value(entity, name.count(), NO_BOUND, SampleSink.STALE, false);
        }
        if (kind.isNative()) {
            sink.begin(entity.wire, name.plain(), NO_BOUND);
            sink.histogram(NativeHistogram.stale(), millis);
            sink.end();
        }
    }

    private List<WireNames> names(SeriesGroup group) {
        return names.computeIfAbsent(group, Collection::wireNames);
    }

    private static List<WireNames> wireNames(SeriesGroup group) {
        List<byte[]> bounds =
                Bounds.texts(group.bounds()).stream().map(WireLabels::bound).toList();
        return group.metrics().stream()
                .map(metric -> new WireNames(
                        WireLabels.name(metric.name()),
                        WireLabels.name(metric.name() + "_bucket"),
                        WireLabels.name(metric.name() + "_sum"),
                        WireLabels.name(metric.name() + "_count"),
                        bounds))
                .toList();
    }
}
