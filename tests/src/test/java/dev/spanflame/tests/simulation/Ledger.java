package dev.spanflame.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a client sent, each with a number of its own, and what of it was acknowledged.
public final class Ledger {
    private final String what;
    private final Set<Long> sent = new HashSet<>();
    private final Set<Long> acknowledged = new HashSet<>();
    private long last;

    /// A ledger of things that are called so.
    public Ledger(String what) {
        this.what = what;
    }

    /// The next number, about to be sent.
    public long next() {
        sent.add(++last);
        return last;
    }

    /// The one with this number was acknowledged.
    public void acknowledge(long number) {
        acknowledged.add(number);
    }

    /// The one with this number may be gone from now on.
    public void giveUp(long number) {
        acknowledged.remove(number);
    }

    /// How many were acknowledged, and not given up.
    public int acknowledged() {
        return acknowledged.size();
    }

    /// What is wrong with what can be read.
    public record Difference(List<Long> lost, List<Long> doubled, List<Long> neverSent) {}

    /// Compares with what can be read.
    public Difference compare(List<Long> there) {
        Map<Long, Integer> counts = new HashMap<>();
        there.forEach(number -> counts.merge(number, 1, Integer::sum));
        List<Long> lost = acknowledged.stream()
                .filter(number -> !counts.containsKey(number))
                .toList();
        List<Long> alien = counts.keySet().stream()
                .filter(number -> !sent.contains(number))
                .toList();
        counts.values().removeIf(count -> count == 1);
        counts.keySet().retainAll(sent);
        return new Difference(lost, List.copyOf(counts.keySet()), alien);
    }

    /// The same in words.
    public List<String> violations(List<Long> there) {
        Difference difference = compare(there);
        List<String> found = new ArrayList<>();
        difference.lost().forEach(number -> found.add(what + " " + number + " was acknowledged and is lost"));
        difference.neverSent().forEach(number -> found.add(what + " " + number + " is there and was never sent"));
        difference.doubled().forEach(number -> found.add(what + " " + number + " is there more than once"));
        return found;
    }
}
