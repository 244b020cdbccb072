package dev.spanflame.generator.series;

import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.generator.label.KeyMap;
import dev.spanflame.generator.label.LabelSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Metrics that share their label sets, and an [Entity] for each label set. Not thread-safe.
///
/// What finds no room because the tenant has too many series goes to one entity, that of
/// [LabelSet#OVERFLOW], so that sums stay right.
public final class SeriesGroup {
    /// Keys beyond these are looked up by their labels, so that nobody fills the memory with them.
    private static final int KEYS_PER_ENTITY = 4;

    private final Registry registry;
    private final List<Metric> metrics;
    private final double[] bounds;
    private final boolean capped;
    private final int[] costs;
    private final int cost;
    private final KeyMap<Entity> byKey = new KeyMap<>();
    private final Map<LabelSet, Entity> byLabels = new HashMap<>();
    private @Nullable Entity overflow;

    SeriesGroup(Registry registry, List<Metric> metrics, double[] bounds, boolean capped) {
        this.registry = registry;
        this.metrics = List.copyOf(metrics);
        this.bounds = bounds.clone();
        this.capped = capped;
        this.costs = new int[metrics.size()];
        int sum = 0;
        for (int i = 0; i < costs.length; i++) {
            costs[i] = cost(metrics.get(i).kind(), registry.histograms());
            sum += metrics.get(i).always() ? costs[i] : 0;
        }
        this.cost = sum;
    }

    private int cost(Metric.Kind kind, HistogramKind histograms) {
        return switch (kind) {
            case COUNTER, GAUGE -> 1;
            case HISTOGRAM -> (histograms.isClassic() ? bounds.length + 3 : 0) + (histograms.isNative() ? 1 : 0);
        };
    }

    /// The entity for the values in `key`; `labels` is asked for when they are new. Hot path.
    ///
    /// Several keys may mean one label set, as where attributes come in another order: it has one
    /// entity, because no series may be sent twice.
    public Entity entity(KeyBuffer key, Supplier<LabelSet> labels) {
        Entity known = byKey.get(key);
        if (known != null) {
            return known;
        }
        LabelSet wanted = labels.get();
        LabelSet given = capped ? registry.cap().apply(wanted) : wanted;
        Entity entity = byLabels.get(given);
        if (entity == null) {
            if (!registry.limit().take(cost)) {
                return overflow();
            }
            if (capped) {
                registry.cap().retain(given);
            }
            entity = blank(given);
            byLabels.put(given, entity);
        }
        if (given.equals(wanted) && byKey.size() < KEYS_PER_ENTITY * byLabels.size()) {
            byKey.put(key, entity);
        }
        return entity;
    }

    private Entity blank(LabelSet labels) {
        Entity entity = new Entity(labels, registry.wire(labels), metrics.size());
        for (int i = 0; i < costs.length; i++) {
            if (metrics.get(i).always()) {
                open(entity, i);
            }
        }
        return entity;
    }

    private Entity overflow() {
        Entity there = overflow;
        if (there == null) {
            there = blank(LabelSet.OVERFLOW);
            overflow = there;
        }
        return there;
    }

    private void open(Entity entity, int metric) {
        entity.open |= 1L << metric;
        if (metrics.get(metric).kind() == Metric.Kind.HISTOGRAM) {
            entity.histograms[metric] = new Histogram(bounds, registry.histograms());
        }
    }

    /// The entity that takes a value of `metric`: this one, unless the series would be one too many.
    private Entity writable(Entity entity, int metric) {
        Entity target = entity;
        if (!entity.has(metric)) {
            if (entity != overflow && !registry.limit().take(costs[metric])) {
                target = overflow();
            }
            if (!target.has(metric)) {
                open(target, metric);
            }
        }
        return target;
    }

    /// Adds to a counter. Hot path.
    public void add(Entity entity, int metric, double amount, long nowMillis) {
        Entity target = writable(entity, metric);
        target.values[metric] += amount;
        target.lastMillis = Math.max(target.lastMillis, nowMillis);
    }

    /// Sets a gauge.
    public void set(Entity entity, int metric, double value, long nowMillis) {
        Entity target = writable(entity, metric);
        target.values[metric] = value;
        target.lastMillis = Math.max(target.lastMillis, nowMillis);
    }

    /// Records a value in a histogram. Hot path.
    public void observe(Entity entity, int metric, double value, Occasion occasion) {
        Entity target = writable(entity, metric);
        Histogram histogram = target.histograms[metric];
        if (histogram == null) {
            throw new IllegalArgumentException(metrics.get(metric).name() + " is not a histogram");
        }
        histogram.observe(value, occasion);
        target.lastMillis = Math.max(target.lastMillis, occasion.millis());
    }

    List<Metric> metrics() {
        return metrics;
    }

    double[] bounds() {
        return bounds;
    }

    void forEach(Consumer<Entity> consumer) {
        byLabels.values().forEach(consumer);
        if (overflow != null) {
            consumer.accept(overflow);
        }
    }

    boolean isEmpty() {
        return byLabels.isEmpty() && overflow == null;
    }

    /// Removes what nothing came for since `millis`; `ended` hears of each before.
    void removeStale(long millis, Consumer<Entity> ended) {
        Predicate<Entity> stale = entity -> {
            if (entity.lastMillis >= millis) {
                return false;
            }
            ended.accept(entity);
            registry.limit().giveBack(costOf(entity));
            if (capped) {
                registry.cap().release(entity.labels);
            }
            return true;
        };
        if (byLabels.values().removeIf(stale)) {
            byKey.removeIf(entity -> entity.lastMillis < millis);
        }
        Entity rest = overflow;
        if (rest != null && rest.lastMillis < millis) {
            ended.accept(rest);
            overflow = null;
        }
    }

    private int costOf(Entity entity) {
        int sum = 0;
        for (int i = 0; i < costs.length; i++) {
            sum += entity.has(i) ? costs[i] : 0;
        }
        return sum;
    }
}
