package dev.spanflame.server.http;

import dev.spanflame.server.edge.Admission;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Service;
import java.util.List;
import java.util.Optional;

/// Serves what other services serve once more, below a path: for proxies that do not take it off. Thread-safe.
public final class PathPrefix implements Service {
    private final String prefix;
    private final List<Service> services;

    /// `prefix` begins with `/` and does not end with it.
    public PathPrefix(String prefix, List<Service> services) {
        this.prefix = prefix;
        this.services = List.copyOf(services);
    }

    @Override
    public Optional<Admission> admit(RequestHead head) {
        String target = head.target();
        if (!target.startsWith(prefix) || !target.startsWith("/", prefix.length())) {
            return Optional.empty();
        }
        RequestHead inner = new RequestHead(
                head.listener(), head.method(), target.substring(prefix.length()), head.headers(), head.http2());
        for (Service service : services) {
            Optional<Admission> admission = service.admit(inner);
            if (admission.isPresent()) {
                return admission;
            }
        }
        return Optional.empty();
    }
}
