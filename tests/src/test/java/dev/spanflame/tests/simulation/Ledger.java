package dev.spanflame.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a client sent, each with a number of its own, and what of it was acknowledged.
final class Ledger {
    private final String what;
    private final Set<Long> sent = new HashSet<>();
    private final Set<Long> acknowledged = new HashSet<>();
    private long last;

    Ledger(String what) {
        this.what = what;
    }

    /// The next number, about to be sent.
    long next() {
        sent.add(++last);
        return last;
    }

    void acknowledge(long number) {
        acknowledged.add(number);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /// What is wrong when `there` is what can be read: lost, doubled, or never sent.
    List<String> violations(List<Long> there) {
        Map<Long, Integer> counts = new HashMap<>();
        there.forEach(number -> counts.merge(number, 1, Integer::sum));
        List<String> found = new ArrayList<>();
        for (long number : acknowledged) {
            if (!counts.containsKey(number)) {
                found.add(what + " " + number + " was acknowledged and is lost");
            }
        }
        counts.forEach((number, count) -> {
            if (!sent.contains(number)) {
                found.add(what + " " + number + " is there and was never sent");
            } else if (count > 1) {
                found.add(what + " " + number + " is there " + count + " times");
            }
        });
        return found;
    }
}
