package dev.spanflame.agent.convert;

import dev.spanflame.agent.context.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The different contexts of the samples of one profile, each a set of labels. Number 0 has none.
final class SampleContexts {
    private final boolean withNames;
    private final SpanNames names;
    private final List<Map<String, String>> labels = new ArrayList<>();
    private final Map<Map<String, String>, Integer> numbers = new HashMap<>();
    private final IdentityHashMap<Activation, Integer> seen = new IdentityHashMap<>();

    SampleContexts(boolean withNames, SpanNames names) {
        this.withNames = withNames;
        this.names = names;
        labels.add(Map.of());
        numbers.put(Map.of(), 0);
    }

    int number(@Nullable Activation activation) {
        if (activation == null) {
            return 0;
        }
        Integer known = seen.get(activation);
        if (known == null) {
            known = numberOf(activation);
            seen.put(activation, known);
        }
        return known;
    }

    private int numberOf(Activation activation) {
        Map<String, String> found = new LinkedHashMap<>(activation.labels());
        if (!activation.spanId().isEmpty()) {
            found.put("span_id", activation.spanId());
            found.put("trace_id", activation.traceId());
            String name = withNames ? activation.spanName() : "";
            if (!name.isEmpty()) {
                found.put("span_name", names.label(name));
            }
        }
        return numbers.computeIfAbsent(found, key -> {
            labels.add(key);
            return labels.size() - 1;
        });
    }

    Map<String, String> labels(int number) {
        return labels.get(number);
    }
}
