package dev.spanflame.tests.campaign;

import dev.spanflame.load.crash.CrashResult;
import dev.spanflame.load.crash.Witness;
import dev.spanflame.tests.simulation.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What came of one round, or of several: numbers that add up, times in milliseconds, and what was wrong. Not
/// thread-safe.
public final class Figures {
    /// Things that were acknowledged.
    public static final String ACKNOWLEDGED = "acknowledged";
    /// Those that can be read, and those that can be read without having been acknowledged.
    public static final String READABLE = "readable";
    /// Acknowledged and not to be read.
    public static final String LOST = "lost";
    /// To be read more than once.
    public static final String DOUBLED = "doubled";
    /// Anything else that is not as it should be.
    public static final String WRONG = "wrong";

    private static final Set<String> BAD = Set.of(LOST, DOUBLED, WRONG);

    private final Map<String, Long> sums = new LinkedHashMap<>();
    private final Map<String, List<Long>> times = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    /// Nothing yet.
    public Figures() {
        for (String name : List.of(ACKNOWLEDGED, READABLE, LOST, DOUBLED, WRONG)) {
            sums.put(name, 0L);
        }
    }

    /// What a witness has found.
    public static Figures of(Witness witness) {
        Figures figures = new Figures();
        figures.add(witness.spans());
        figures.add(witness.profiles());
        figures.complaints.addAll(witness.examples());
        return figures;
    }

    /// Adds what came of one signal.
    public void add(CrashResult.Count count) {
        add(ACKNOWLEDGED, count.acknowledged());
        add(READABLE, count.acknowledged() - count.lost() + count.kept());
        add(LOST, count.lost());
        add(DOUBLED, count.doubled());
        add(WRONG, count.altered());
    }

    /// Adds what came of `ledger`, when `there` is what can be read.
    public void add(Ledger ledger, List<Long> there) {
        Ledger.Difference difference = ledger.compare(there);
        add(ACKNOWLEDGED, ledger.acknowledged());
        add(READABLE, there.stream().distinct().count());
        add(LOST, difference.lost().size());
        add(DOUBLED, difference.doubled().size());
        add(WRONG, difference.neverSent().size());
        explain(ledger.violations(there));
    }

    /// Adds to a number.
    public Figures add(String name, long count) {
        sums.merge(name, count, Long::sum);
        return this;
    }

    /// Adds a time.
    public void time(String name, long millis) {
        times.computeIfAbsent(name, _ -> new ArrayList<>()).add(millis);
    }

    /// Something was wrong, in words.
    public void complain(String what) {
        add(WRONG, 1);
        complaints.add(what);
    }

    /// Adds complaints that are counted already.
    public void explain(List<String> what) {
        complaints.addAll(what);
    }

    /// Adds all of another round.
    public void add(Figures other) {
        other.sums.forEach(this::add);
        other.times.forEach((name, all) -> all.forEach(millis -> time(name, millis)));
        complaints.addAll(other.complaints);
    }

    /// One of the numbers; 0 where nothing was added to it.
    public long sum(String name) {
        return sums.getOrDefault(name, 0L);
    }

    Map<String, Long> sums() {
        return sums;
    }

    Map<String, List<Long>> times() {
        return times;
    }

    /// What was wrong, in words.
    public List<String> complaints() {
        return complaints;
    }

    /// Whether all that was acknowledged is there, once and as it was sent.
    public boolean isSound() {
        return BAD.stream().allMatch(name -> sum(name) == 0);
    }

    /// One line: every number, and of times the middle one, the one that 1 of 100 exceed, and the longest.
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        sums.forEach((name, sum) -> parts.add(name + " " + sum));
        times.forEach((name, all) -> {
            List<Long> sorted = all.stream().sorted().toList();
            parts.add(name + " " + share(sorted, 0.5) + " / " + share(sorted, 0.99) + " / " + sorted.getLast());
        });
        return String.join(", ", parts);
    }

    private static long share(List<Long> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
