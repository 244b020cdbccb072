package dev.spanflame.generator.span;

import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.series.Metric;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.series.SeriesGroup;
import dev.spanflame.model.trace.ValueType;
import java.util.List;

/// `traces_host_info`: which hosts spans came from. Not thread-safe.
public final class HostInfo {
    private final SeriesGroup group;
    private final List<String> identifiers;
    private final byte[][] keys;
    private final KeyBuffer key = new KeyBuffer();

    /// The first of `identifiers` that a resource has as text that is not empty names its host.
    public HostInfo(List<String> identifiers, String metric, Registry registry) {
        this.identifiers = List.copyOf(identifiers);
        this.keys = AttributeKeys.all(identifiers);
        this.group = registry.gauges(List.of(Metric.gauge(metric, "Hosts that spans came from")));
    }

    /// Reads the resource of `span`.
    public void resource(SpanRow span) {
        for (int i = 0; i < keys.length; i++) {
            int found = span.inResource(keys[i]);
            if (found >= 0 && span.batch().attributes().type(found) == ValueType.STRING) {
                byte[] host = span.copy(found);
                if (host.length > 0) {
                    String source = identifiers.get(i);
                    key.clear();
                    key.add(host);
                    key.add(keys[i]);
                    group.set(group.entity(key, () -> labels(source)), 0, 1, span.nowMillis());
                    return;
                }
            }
        }
    }

    private LabelSet labels(String source) {
        return LabelSet.of(List.of(new Label("grafana_host_id", key.text(0)), new Label("host_source", source)));
    }
}
