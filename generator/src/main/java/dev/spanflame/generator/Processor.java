package dev.spanflame.generator;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What can be made of spans, under the names that Tempo has for it.
public enum Processor {
    SPAN_METRICS_COUNT("span-metrics-count"),
    SPAN_METRICS_LATENCY("span-metrics-latency"),
    SPAN_METRICS_SIZE("span-metrics-size"),
    SERVICE_GRAPHS_REQUEST("service-graphs-request"),
    SERVICE_GRAPHS_LATENCY("service-graphs-latency"),
    SERVICE_GRAPHS_CONNECTION_INFO("service-graphs-connection-info"),
    HOST_INFO("host-info");

    private final String id;

    Processor(String id) {
        this.id = id;
    }

    /// Reads names; `span-metrics` stands for its three parts, `service-graphs` for requests and
    /// latency.
    ///
    /// Throws [IllegalArgumentException] that says which there are.
    public static Set<Processor> parse(List<String> names) {
        EnumSet<Processor> found = EnumSet.noneOf(Processor.class);
        for (String name : names) {
            switch (name) {
                case "span-metrics" ->
                    found.addAll(EnumSet.of(SPAN_METRICS_COUNT, SPAN_METRICS_LATENCY, SPAN_METRICS_SIZE));
                case "service-graphs" -> found.addAll(EnumSet.of(SERVICE_GRAPHS_REQUEST, SERVICE_GRAPHS_LATENCY));
                default -> found.add(byId(name));
            }
        }
        return found;
    }

    private static Processor byId(String name) {
        for (Processor processor : values()) {
            if (processor.id.equals(name)) {
                return processor;
            }
        }
        throw new IllegalArgumentException("has '" + name + "', which is not one of span-metrics, service-graphs, "
                + "host-info, span-metrics-count, span-metrics-latency, span-metrics-size, service-graphs-request, "
                + "service-graphs-latency, service-graphs-connection-info");
    }
}
