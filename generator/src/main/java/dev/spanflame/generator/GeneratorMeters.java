package dev.spanflame.generator;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// What the generator counts about itself, as `spanflame_metrics_generator_*`. Thread-safe.
final class GeneratorMeters {
    private static final String PREFIX = "spanflame_metrics_generator_";

    private final Meters meters;
    private final Meters.Counter received;
    private final Meters.Counter discarded;
    private final Meters.Counter collections;
    private final Meters.Distribution collectSeconds;
    private final Map<Tenant, Map<String, Long>> told = new ConcurrentHashMap<>();

    GeneratorMeters(Meters meters) {
        this.meters = meters;
        received = meters.counter(PREFIX + "spans_received_total", "Spans that were handed over", "tenant");
        discarded = meters.counter(
                PREFIX + "spans_discarded_total",
                "Spans that did not count: no room to hand them over, ended too long ago or in the future, left out "
                        + "by a filter",
                "tenant",
                "reason");
        collections = meters.counter(PREFIX + "collections_total", "Collections of all series", "tenant");
        collectSeconds = meters.distribution(
                PREFIX + "collection_seconds",
                "Duration of a collection of all tenants, queueing included",
                new double[] {0.001, 0.01, 0.1, 0.5, 1, 5, 15});
    }

    /// Shows what the tenants have, whenever somebody looks.
    void show(Map<Tenant, TenantGenerator> tenants, Handover handover) {
        meters.gauge(
                PREFIX + "handover_bytes",
                "Memory of spans that wait to be looked at",
                List.of(),
                () -> Meters.Reading.single(handover.bytes()));
        gauge(tenants, "active_series", "Series of now", TenantGenerator.State::active);
        gauge(tenants, "max_active_series", "Most series there may be, 0 for no limit", TenantGenerator.State::max);
        gauge(
                tenants,
                "service_graphs_waiting_edges",
                "Halves of calls that wait for the other half",
                state -> state.graph().waiting());
    }

    private void gauge(
            Map<Tenant, TenantGenerator> tenants,
            String name,
            String help,
            ToDoubleFunction<TenantGenerator.State> value) {
        meters.gauge(PREFIX + name, help, List.of("tenant"), () -> {
            List<Meters.Reading> readings = new ArrayList<>();
            tenants.forEach((tenant, generator) ->
                    readings.add(new Meters.Reading(value.applyAsDouble(generator.state()), List.of(tenant.id()))));
            return readings;
        });
    }

    void received(Tenant tenant, int spans) {
        received.add(spans, tenant.id());
    }

    void discarded(Tenant tenant, int spans, String reason) {
        if (spans > 0) {
            discarded.add(spans, tenant.id(), reason);
        }
    }

    void discarded(Tenant tenant, TenantGenerator.Discarded counts) {
        discarded(tenant, counts.outsideSlack(), "outside_metrics_ingestion_slack");
        discarded(tenant, counts.bySpanMetrics(), "span_metrics_filtered");
        discarded(tenant, counts.byGraphs(), "service_graphs_filtered");
    }

    void collected(double seconds) {
        collectSeconds.observe(seconds);
    }

    /// A tenant was collected; adds what its own counts have grown by since the time before.
    void collected(Tenant tenant, TenantGenerator.State state) {
        collections.increment(tenant.id());
        grow(tenant, "series_added_total", "Series that began", state.added());
        grow(tenant, "series_removed_total", "Series that ended because nothing came for them", state.removed());
        grow(
                tenant,
                "series_limited_total",
                "Series that were not begun because there were too many; their values are under metric_overflow",
                state.limited());
        grow(
                tenant,
                "label_values_limited_total",
                "Spans of new series that had a label replaced because it has too many values",
                state.labelsLimited());
        grow(
                tenant,
                "service_graphs_edges_total",
                "Calls of which a half was seen",
                state.graph().edges());
        grow(
                tenant,
                "service_graphs_dropped_spans_total",
                "Halves of calls that found no room to wait",
                state.graph().droppedSpans());
        grow(
                tenant,
                "service_graphs_dropped_edges_total",
                "Calls of which a filter left out a half",
                state.graph().droppedEdges());
        expired(tenant, "client", state.graph().expiredClients());
        expired(tenant, "server", state.graph().expiredServers());
    }

    private void expired(Tenant tenant, String side, long total) {
        meters.counter(
                        PREFIX + "service_graphs_expired_edges_total",
                        "Halves of calls whose other half did not come in time, by the side that did",
                        "tenant",
                        "side")
                .add(growth(tenant, side, total), tenant.id(), side);
    }

    private void grow(Tenant tenant, String name, String help, long total) {
        meters.counter(PREFIX + name, help, "tenant").add(growth(tenant, name, total), tenant.id());
    }

    private long growth(Tenant tenant, String name, long total) {
        Map<String, Long> of = told.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
        Long before = of.put(name, total);
        return total - (before == null ? 0 : before);
    }
}
