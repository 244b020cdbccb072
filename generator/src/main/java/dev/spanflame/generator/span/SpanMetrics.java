package dev.spanflame.generator.span;

import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelNames;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.series.Bounds;
import dev.spanflame.generator.series.Entity;
import dev.spanflame.generator.series.Metric;
import dev.spanflame.generator.series.Occasion;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.series.SeriesGroup;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Calls, durations and bytes of spans by service, name, kind, status and more. Not thread-safe.
public final class SpanMetrics {
    private static final byte[] NONE = new byte[0];

    private final SpanMetricsSettings settings;
    private final SeriesGroup group;
    private final TargetInfo targets;
    private final List<String> names = new ArrayList<>();
    private final Intrinsic[] intrinsics;
    private final byte[][] dimensions;
    private final byte[][][] mappings;
    private final byte[][] joins;
    private final int calls;
    private final int latency;
    private final int size;
    private final KeyBuffer key = new KeyBuffer();
    private final Supplier<LabelSet> labels = this::labels;
    private final Occasion occasion = new Occasion();
    private boolean targetSeen;

    /// Makes series in `registry`.
    public SpanMetrics(SpanMetricsSettings settings, Registry registry) {
        this.settings = settings;
        List<Metric> metrics = new ArrayList<>();
        this.calls =
                metric(metrics, settings.count(), Metric.counter("traces_spanmetrics_calls_total", "Spans that ended"));
        this.latency = metric(
                metrics,
                settings.latency(),
                Metric.histogram("traces_spanmetrics_latency", "Duration of spans in seconds"));
        this.size = metric(
                metrics,
                settings.size(),
                Metric.counter("traces_spanmetrics_size_total", "Bytes of spans as they were sent"));
        this.group = registry.group(metrics, Bounds.array(settings.bounds()), true);
        this.targets = new TargetInfo(registry, settings.targetInfoExcluded(), settings.instanceLabel());
        this.intrinsics = settings.intrinsics().toArray(Intrinsic[]::new);
        for (Intrinsic intrinsic : intrinsics) {
            names.add(intrinsic.label());
        }
        settings.dimensions().forEach(dimension -> names.add(LabelNames.dimension(dimension)));
        settings.mappings().forEach(mapping -> names.add(LabelNames.dimension(mapping.label())));
        if (settings.targetInfo()) {
            names.addAll(List.of("job", "instance"));
        }
        this.dimensions = AttributeKeys.all(settings.dimensions());
        this.mappings = settings.mappings().stream()
                .map(mapping -> AttributeKeys.all(mapping.keys()))
                .toArray(byte[][][]::new);
        this.joins = settings.mappings().stream()
                .map(mapping -> AttributeKeys.bytes(mapping.join()))
                .toArray(byte[][]::new);
    }

    private static int metric(List<Metric> metrics, boolean wanted, Metric metric) {
        if (!wanted) {
            return -1;
        }
        metrics.add(metric);
        return metrics.size() - 1;
    }

    /// A new resource begins.
    public void resource(SpanRow span) {
        if (settings.targetInfo()) {
            targets.read(span);
            targetSeen = false;
        }
    }

    /// Counts a span; false when the filter leaves it out. Hot path.
    public boolean take(SpanRow span) {
        if (!settings.filter().takes(span)) {
            return false;
        }
        fillKey(span);
        Entity entity = group.entity(key, labels);
        double weight = settings.weight().of(span);
        long now = span.nowMillis();
        if (calls >= 0) {
            group.add(entity, calls, weight, now);
        }
        if (latency >= 0) {
            occasion.set(weight, span.get(SpanColumn.TRACE_HIGH), span.get(SpanColumn.TRACE_LOW), now);
            group.observe(entity, latency, span.seconds(), occasion);
        }
        if (size >= 0) {
            group.add(entity, size, span.get(SpanColumn.WIRE_BYTES), now);
        }
        if (settings.targetInfo() && !targetSeen) {
            targetSeen = true;
            targets.set(now);
        }
        return true;
    }

    private void fillKey(SpanRow span) {
        key.clear();
        for (Intrinsic intrinsic : intrinsics) {
            switch (intrinsic) {
                case SERVICE -> key.add(span.service());
                case SPAN_NAME -> span.addText(SpanColumn.NAME, key);
                case SPAN_KIND -> key.add(SpanNames.kindBytes(span.get(SpanColumn.KIND)));
                case STATUS_CODE -> key.add(SpanNames.statusBytes(span.get(SpanColumn.STATUS)));
                case STATUS_MESSAGE -> span.addText(SpanColumn.STATUS_MESSAGE, key);
            }
        }
        for (byte[] dimension : dimensions) {
            key.begin();
            span.append(span.find(dimension), key);
            key.end();
        }
        for (int i = 0; i < mappings.length; i++) {
            map(span, mappings[i], joins[i]);
        }
        if (settings.targetInfo()) {
            key.add(targets.job());
            key.add(settings.instanceLabel() ? targets.instance() : NONE);
        }
    }

    /// Texts that are there, joined; what is missing leaves no mark.
    private void map(SpanRow span, byte[][] keys, byte[] join) {
        key.begin();
        for (byte[] one : keys) {
            int found = span.find(one);
            if (found >= 0) {
                byte[] text = span.copy(found);
                if (text.length > 0 && !key.isEmptyValue()) {
                    key.append(join, 0, join.length);
                }
                key.append(text, 0, text.length);
            }
        }
        key.end();
    }

    private LabelSet labels() {
        List<Label> labels = new ArrayList<>(names.size());
        int at = 0;
        for (String name : names) {
            labels.add(new Label(name, key.text(at)));
            at = key.next(at);
        }
        return LabelSet.of(labels);
    }
}
