package dev.spanflame.agent.convert;

import dev.spanflame.agent.context.Activation;
import dev.spanflame.agent.context.ThreadContexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which span was on which thread at which time, for the samples of one recording. Used by one thread.
final class SpanIndex {
    private final Map<Long, List<Activation>> byThread = new HashMap<>();

    /// Takes over what threads have noted since the last time.
    void refresh() {
        if (ThreadContexts.threads() > 0) {
            collect();
        }
    }

    private void collect() {
        ThreadContexts.collect((thread, found) ->
                byThread.computeIfAbsent(thread, key -> new ArrayList<>()).addAll(found));
        byThread.values().forEach(list -> list.sort(Comparator.comparingLong(Activation::begin)));
    }

    /// Forgets what ended before a time of `System.nanoTime()`, and what is open, which comes again.
    void forget(long before) {
        if (byThread.isEmpty()) {
            return;
        }
        byThread.values().removeIf(list -> {
            list.removeIf(activation -> activation.end() - before <= 0 || activation.end() == Long.MAX_VALUE);
            return list.isEmpty();
        });
    }

    /// What was current on a thread, by Java's number, at a time of `System.nanoTime()`.
    @Nullable
    Activation find(long thread, long nanos) {
        List<Activation> list = byThread.get(thread);
        if (list == null) {
            return null;
        }
        int low = 0;
        int high = list.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (list.get(middle).begin() <= nanos) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        Activation found = high < 0 ? null : list.get(high);
        return found != null && nanos < found.end() ? found : null;
    }
}
