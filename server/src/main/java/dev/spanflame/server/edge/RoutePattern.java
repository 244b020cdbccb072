package dev.spanflame.server.edge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path pattern: literal segments, `{name}` for one segment, `{name:*}` for one or more.
///
/// At most one `{name:*}`; segments may follow it, as in `/tag/{tag:*}/values`.
final class RoutePattern {
    /// One piece between slashes.
    private sealed interface Segment {
        record Literal(String text) implements Segment {}

        record One(String name) implements Segment {}

        record Rest(String name) implements Segment {}
    }

    private final List<Segment> segments;
    private final int rest;

    /// Throws [IllegalArgumentException] when `pattern` is not well formed.
    RoutePattern(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("route pattern must begin with '/': " + pattern);
        }
        List<Segment> parsed = new ArrayList<>();
        int found = -1;
        for (String text : split(pattern)) {
            Segment segment = segment(text, pattern);
            if (segment instanceof Segment.Rest) {
                if (found >= 0) {
                    throw new IllegalArgumentException("route pattern has two {name:*}: " + pattern);
                }
                found = parsed.size();
            }
            parsed.add(segment);
        }
        segments = List.copyOf(parsed);
        rest = found;
    }

    private static Segment segment(String text, String pattern) {
        if (!text.startsWith("{")) {
            if (text.contains("{") || text.contains("}")) {
                throw new IllegalArgumentException("a route segment is either literal or {name}: " + pattern);
            }
            return new Segment.Literal(text);
        }
        if (!text.endsWith("}") || text.length() < 3) {
            throw new IllegalArgumentException("route segment is not {name}: " + pattern);
        }
        String name = text.substring(1, text.length() - 1);
        return name.endsWith(":*") ? new Segment.Rest(name.substring(0, name.length() - 2)) : new Segment.One(name);
    }

    /// Segments of a path that begins with `/`; `/` alone has one empty segment.
    static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /// Values of the names when `path`, split by [#split], fits.
    Optional<Map<String, String>> match(List<String> path) {
        int tail = rest < 0 ? 0 : segments.size() - rest - 1;
        if (rest < 0 ? path.size() != segments.size() : path.size() < segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        int head = rest < 0 ? segments.size() : rest;
        for (int i = 0; i < head; i++) {
            if (!matches(segments.get(i), path.get(i), values)) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < tail; i++) {
            if (!matches(segments.get(segments.size() - 1 - i), path.get(path.size() - 1 - i), values)) {
                return Optional.empty();
            }
        }
        if (rest >= 0 && segments.get(rest) instanceof Segment.Rest(String name)) {
            values.put(name, String.join("/", path.subList(head, path.size() - tail)));
        }
        return Optional.of(values);
    }

    private static boolean matches(Segment segment, String text, Map<String, String> values) {
        return switch (segment) {
            case Segment.Literal(String expected) -> expected.equals(text);
            case Segment.One(String name) -> {
                values.put(name, text);
                yield !text.isEmpty();
            }
            case Segment.Rest _ -> false;
        };
    }

    /// Text by which the more specific of two patterns sorts first: literal before one before rest.
    String rank() {
        StringBuilder rank = new StringBuilder();
        for (Segment segment : segments) {
            rank.append(
                    switch (segment) {
                        case Segment.Literal(String text) -> "a" + text + "/";
                        case Segment.One _ -> "b/";
                        case Segment.Rest _ -> "c/";
                    });
        }
        return rank.toString();
    }
}
