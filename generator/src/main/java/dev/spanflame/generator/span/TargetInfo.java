package dev.spanflame.generator.span;

import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelNames;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.series.Metric;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.series.SeriesGroup;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.TextRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// `traces_target_info`: attributes of a resource as labels, and the `job` and `instance` that name it
/// (OpenTelemetry's compatibility with Prometheus, "Resource Attributes"). Not thread-safe.
final class TargetInfo {
    private static final byte[] NAMESPACE = AttributeKeys.bytes("service.namespace");
    private static final byte[] INSTANCE = AttributeKeys.bytes("service.instance.id");
    private static final Set<String> IN_JOB_AND_INSTANCE =
            Set.of("service.name", "service.namespace", "service.instance.id");
    private static final byte[] NONE = new byte[0];

    private final SeriesGroup group;
    private final Set<String> excluded = new HashSet<>(IN_JOB_AND_INSTANCE);
    private final boolean instanceLabel;
    private final KeyBuffer key = new KeyBuffer();
    private final Supplier<LabelSet> labels = this::labels;
    private byte[] job = NONE;
    private byte[] instance = NONE;
    private boolean telling;

    TargetInfo(Registry registry, Collection<String> excluded, boolean instanceLabel) {
        this.group = registry.gauges(
                List.of(Metric.gauge("traces_target_info", "Attributes of the resources that spans came from")));
        this.excluded.addAll(excluded);
        this.instanceLabel = instanceLabel;
    }

    /// Reads the resource of `span`.
    void read(SpanRow span) {
        instance = span.resourceText(INSTANCE);
        byte[] namespace = span.resourceText(NAMESPACE);
        byte[] service = span.service();
        if (service.length == 0 || namespace.length == 0) {
            job = service;
        } else {
            job = new byte[namespace.length + 1 + service.length];
            System.arraycopy(namespace, 0, job, 0, namespace.length);
            job[namespace.length] = '/';
            System.arraycopy(service, 0, job, namespace.length + 1, service.length);
        }
        readAttributes(span);
    }

    private void readAttributes(SpanRow span) {
        SpanBatch batch = span.batch();
        AttributeTable attributes = batch.attributes();
        key.clear();
        boolean any = false;
        for (int i = span.resourceFrom(); i < span.resourceTo(); i++) {
            String name = batch.text(attributes.key(i));
            if (name.isEmpty() || isDigit(name.charAt(0)) || excluded.contains(name)) {
                continue;
            }
            long ref = attributes.key(i);
            key.add(batch.bytes(), TextRef.offset(ref), TextRef.length(ref));
            key.begin();
            AttributeText.append(batch, i, key);
            any |= !key.isEmptyValue();
            key.end();
        }
        boolean named = job.length > 0 || (instanceLabel && instance.length > 0);
        telling = any && named;
        key.add(job);
        key.add(instanceLabel ? instance : NONE);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// The namespace and name of the service; empty when it has no name.
    byte[] job() {
        return job;
    }

    /// The id of the service's instance; empty when it has none.
    byte[] instance() {
        return instance;
    }

    /// Says that the resource read last is there, if it is named and has something to tell.
    void set(long nowMillis) {
        if (telling) {
            group.set(group.entity(key, labels), 0, 1, nowMillis);
        }
    }

    private LabelSet labels() {
        List<String> texts = new ArrayList<>();
        for (int at = 0; key.hasValue(at); at = key.next(at)) {
            texts.add(key.text(at));
        }
        List<Label> labels = new ArrayList<>();
        int attributes = texts.size() - 2;
        for (int i = 0; i < attributes; i += 2) {
            labels.add(new Label(LabelNames.ofTarget(texts.get(i)), texts.get(i + 1)));
        }
        labels.add(new Label("job", texts.get(attributes)));
        labels.add(new Label("instance", texts.get(attributes + 1)));
        return LabelSet.of(labels);
    }
}
