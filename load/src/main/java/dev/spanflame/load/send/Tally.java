package dev.spanflame.load.send;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what became of requests. Thread-safe.
final class Tally {
    private final LongAdder acceptedItems = new LongAdder();
    private final LongAdder rejectedItems = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, String> messages = new ConcurrentHashMap<>();

    void count(Outcome outcome, int items, int size) {
        bytes.add(size);
        switch (outcome) {
            case Outcome.Accepted(long rejected, String message) -> {
                acceptedItems.add(items - rejected);
                rejectedItems.add(rejected);
                if (!message.isEmpty()) {
                    messages.putIfAbsent("partial", message);
                }
            }
            case Outcome.Failed failed -> {
                failures.computeIfAbsent(failed.kind(), _ -> new LongAdder()).increment();
                messages.putIfAbsent(failed.kind(), failed.message());
            }
        }
    }

    void countRetry() {
        retries.increment();
    }

    long acceptedItems() {
        return acceptedItems.sum();
    }

    long rejectedItems() {
        return rejectedItems.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long retries() {
        return retries.sum();
    }

    Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    /// One message for each kind of failure.
    Map<String, String> messages() {
        return new TreeMap<>(messages);
    }
}
