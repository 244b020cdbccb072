package dev.spanflame.server.edge;

import dev.spanflame.proto.edge.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the [Route] of a method and a path. Immutable.
///
/// The more specific pattern wins. `HEAD` goes to a route for `GET` when nobody asked for it.
public final class RouteTable {
    /// Outcome of a look-up.
    public sealed interface Found {
        /// `route` answers; `method` is what its handler is to see.
        record Match(Route route, String method, Map<String, String> parameters) implements Found {}

        /// The path exists for the methods in `allow` (comma-separated, sorted); `route` is one of them.
        record WrongMethod(Route route, String allow) implements Found {}

        /// No such path.
        record Nothing() implements Found {}
    }

    private record Entry(RoutePattern pattern, Route route) {}

    private final List<Entry> entries;

    /// Throws [IllegalArgumentException] for a malformed pattern or two routes that answer the same call.
    public RouteTable(List<Route> routes) {
        List<Entry> all = new ArrayList<>();
        for (Route route : routes) {
            Entry entry = new Entry(new RoutePattern(route.pattern()), route);
            for (Entry other : all) {
                if (other.pattern.rank().equals(entry.pattern.rank()) && overlap(other.route, route)) {
                    throw new IllegalArgumentException(
                            "two routes for one path: " + other.route.pattern() + " and " + route.pattern());
                }
            }
            all.add(entry);
        }
        all.sort(Comparator.comparing(entry -> entry.pattern.rank()));
        entries = List.copyOf(all);
    }

    private static boolean overlap(Route a, Route b) {
        return a.methods().isEmpty()
                || b.methods().isEmpty()
                || a.methods().stream().anyMatch(b.methods()::contains);
    }

    /// Looks up a decoded path.
    public Found find(String method, String path) {
        List<String> segments = RoutePattern.split(path);
        List<Found.Match> matches = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Map<String, String>> parameters = entry.pattern.match(segments);
            parameters.ifPresent(values -> matches.add(new Found.Match(entry.route, method, values)));
        }
        if (matches.isEmpty()) {
            return new Found.Nothing();
        }
        return pick(matches, method)
                .or(() -> method.equals("HEAD") ? pick(matches, "GET") : Optional.empty())
                .<Found>map(match -> match)
                .orElseGet(() -> new Found.WrongMethod(matches.getFirst().route(), allow(matches)));
    }

    private static Optional<Found.Match> pick(List<Found.Match> matches, String method) {
        for (Found.Match match : matches) {
            Set<String> methods = match.route().methods();
            if (methods.contains(method) || methods.isEmpty()) {
                String seen = methods.isEmpty() && method.equals("HEAD") ? "GET" : method;
                return Optional.of(new Found.Match(match.route(), seen, match.parameters()));
            }
        }
        return Optional.empty();
    }

    private static String allow(List<Found.Match> matches) {
        Set<String> methods = new TreeSet<>();
        for (Found.Match match : matches) {
            methods.addAll(match.route().methods());
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
