package dev.spanflame.proto.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Header fields of a request, or metadata of an RPC; names are case-insensitive. Immutable once handed out.
public final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>();

    /// Adds one field; used by the server while it reads a request.
    public Headers add(String name, String value) {
        values.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(value);
        return this;
    }

    /// First value of `name`.
    public Optional<String> first(String name) {
        List<String> all = values.get(name.toLowerCase(Locale.ROOT));
        return all == null ? Optional.empty() : Optional.of(all.getFirst());
    }

    /// All values of `name`.
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }
}
