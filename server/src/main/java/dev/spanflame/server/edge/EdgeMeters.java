package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.server.event.RefusalEvent;
import dev.spanflame.server.event.RequestEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// What the listeners count. Label values come from routes and statuses, never from a caller. Thread-safe.
public final class EdgeMeters {
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private final Meters.Counter requests;
    private final Meters.Counter refused;
    private final Meters.Distribution seconds;
    private final Map<String, IntSupplier> connections = new ConcurrentHashMap<>();
    private final Map<String, IntSupplier> running = new ConcurrentHashMap<>();

    /// Registers the metrics.
    public EdgeMeters(Meters meters) {
        requests = meters.counter(
                "spanflame_requests_total",
                "Requests answered, by listener, protocol, route and status (HTTP status or gRPC code).",
                "listener",
                "protocol",
                "route",
                "status");
        refused = meters.counter(
                "spanflame_refused_requests_total",
                "Requests refused or failed, by listener and reason.",
                "listener",
                "reason");
        seconds = meters.distribution(
                "spanflame_request_seconds",
                "Time from the complete request to the end of its handler, by listener, protocol and route.",
                SECONDS,
                "listener",
                "protocol",
                "route");
        gauge(meters, "spanflame_connections", "Open connections, by listener.", connections);
        gauge(meters, "spanflame_requests_running", "Requests in progress, by listener.", running);
    }

    private static void gauge(Meters meters, String name, String help, Map<String, IntSupplier> values) {
        meters.gauge(
                name,
                help,
                List.of("listener"),
                () -> values.entrySet().stream()
                        .map(entry -> new Meters.Reading(entry.getValue().getAsInt(), List.of(entry.getKey())))
                        .toList());
    }

    /// Shows the state of a listener.
    public void port(String listener, IntSupplier openConnections, IntSupplier runningRequests) {
        connections.put(listener, openConnections);
        running.put(listener, runningRequests);
    }

    /// Counts an answer.
    public void answered(RequestHead head, String protocol, String route, int status) {
        requests.increment(head.listener(), protocol, route, Integer.toString(status));
    }

    /// Counts the reason of an error.
    public void refused(RequestHead head, BackendException error) {
        refused.increment(head.listener(), error.reason());
        RefusalEvent.tell(head.listener(), error);
    }

    /// Begins to time a handler; `route` is the pattern of its path, or its service and method.
    public Timing begin(RequestHead head, String protocol, String route, List<Tenant> tenants) {
        return new Timing(new RequestEvent.Subject(head.listener(), protocol, route, tenants));
    }

    /// The time of one handler, and what is noted while it runs. Used by one thread.
    public final class Timing {
        private final RequestEvent.Subject subject;
        private final Notes notes = new Notes();
        private final RequestEvent event = new RequestEvent();
        private final long begin = System.nanoTime();

        private Timing(RequestEvent.Subject subject) {
            this.subject = subject;
            event.begin();
        }

        /// What is noted about the answer.
        public Notes notes() {
            return notes;
        }

        /// Records how long the handler took.
        public void end() {
            seconds.observe((System.nanoTime() - begin) / 1e9, subject.listener(), subject.protocol(), subject.route());
            event.finish(subject, notes);
        }
    }
}
