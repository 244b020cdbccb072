package dev.spanflame.generator.graph;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The metrics of service graphs, to which complete edges are added. Not thread-safe.
final class EdgeSeries {
    private static final Set<String> OWN = Set.of("client", "server", "connection_type", "virtual_node", "le");
    private static final byte[] NONE = new byte[0];

    private final ServiceGraphSettings settings;
    private final SeriesGroup group;
    private final List<String> names = new ArrayList<>(List.of("client", "server", "connection_type"));
    private final KeyBuffer key = new KeyBuffer();
    private final Supplier<LabelSet> labels = this::labels;
    private final Occasion occasion = new Occasion();
    private int requests = -1;
    private int failures = -1;
    private int serverSeconds = -1;
    private int clientSeconds = -1;
    private int messagingSeconds = -1;
    private int connection = -1;

    EdgeSeries(ServiceGraphSettings settings, Registry registry) {
        this.settings = settings;
        this.group = registry.group(metrics(), Bounds.array(settings.bounds()), true);
        for (String dimension : settings.dimensions()) {
            if (settings.sidePrefix()) {
                names.add(LabelNames.sanitize("client_" + dimension));
                names.add(LabelNames.sanitize("server_" + dimension));
            } else {
                String name = LabelNames.sanitize(dimension);
                names.add(OWN.contains(name) ? "__" + name : name);
            }
        }
        if (settings.virtualNodeLabel()) {
            names.add("virtual_node");
        }
    }

    private List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        if (settings.requests()) {
            requests = metrics.size();
            metrics.add(Metric.counter("traces_service_graph_request_total", "Calls between two services"));
            failures = metrics.size();
            metrics.add(Metric.counter("traces_service_graph_request_failed_total", "Calls that failed")
                    .whenSeen());
        }
        if (settings.latency()) {
            serverSeconds = metrics.size();
            metrics.add(Metric.histogram(
                    "traces_service_graph_request_server_seconds", "Duration of calls as the server saw them"));
            clientSeconds = metrics.size();
            metrics.add(Metric.histogram(
                    "traces_service_graph_request_client_seconds", "Duration of calls as the client saw them"));
            if (settings.messagingLatency()) {
                messagingSeconds = metrics.size();
                metrics.add(Metric.histogram(
                                "traces_service_graph_request_messaging_system_seconds",
                                "Time between sending and receiving a message")
                        .whenSeen());
            }
        }
        if (settings.connectionInfo()) {
            connection = metrics.size();
            metrics.add(Metric.gauge("traces_service_graph_connection_info", "Services that are connected"));
        }
        return metrics;
    }

    /// Adds an edge whose two sides are known; `virtualSide` is `client`, `server` or empty. Hot path.
    void add(Edge edge, byte[] virtualSide, long nowMillis) {
        fillKey(edge, virtualSide);
        Entity entity = group.entity(key, labels);
        if (requests >= 0) {
            group.add(entity, requests, edge.weight, nowMillis);
            if (edge.failed) {
                group.add(entity, failures, edge.weight, nowMillis);
            }
        }
        if (serverSeconds >= 0) {
            occasion.set(edge.weight, edge.traceHigh, edge.traceLow, nowMillis);
            group.observe(entity, serverSeconds, edge.serverSeconds, occasion);
            group.observe(entity, clientSeconds, edge.clientSeconds, occasion);
            long between = edge.serverStartNanos - edge.clientEndNanos;
            boolean bothTimes = edge.serverStartNanos != 0 && edge.clientEndNanos != 0;
            if (messagingSeconds >= 0 && edge.type == ConnectionType.MESSAGING && bothTimes && between > 0) {
                group.observe(entity, messagingSeconds, between / 1e9, occasion);
            }
        }
        if (connection >= 0) {
            group.set(entity, connection, 1, nowMillis);
        }
    }

    private void fillKey(Edge edge, byte[] virtualSide) {
        key.clear();
        key.add(edge.client);
        key.add(edge.server);
        key.add(edge.type.label());
        for (int i = 0; i < settings.dimensions().size(); i++) {
            byte[] ofClient = edge.clientDimensions[i];
            byte[] ofServer = edge.serverDimensions[i];
            if (settings.sidePrefix()) {
                key.add(ofClient);
                key.add(ofServer);
            } else {
                key.add(ofServer.length > 0 ? ofServer : ofClient);
            }
        }
        if (settings.virtualNodeLabel()) {
            key.add(virtualSide.length == 0 ? NONE : virtualSide);
        }
    }

    private LabelSet labels() {
        List<Label> out = new ArrayList<>(names.size());
        int at = 0;
        for (String name : names) {
            out.add(new Label(name, key.text(at)));
            at = key.next(at);
        }
        return LabelSet.of(out);
    }
}
