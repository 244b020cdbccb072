package dev.spanflame.compactor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a compactor remembers of a tenant between two looks. Used under the compactor's lock.
final class TenantState {
    /// A tenant without work is looked at this often.
    static final Duration MAX_DELAY = Duration.ofMinutes(5);

    /// How long blocks rest whose merge failed: at first, and at most.
    static final Duration FIRST_REST = Duration.ofMinutes(1);

    static final Duration LONGEST_REST = Duration.ofHours(1);

    /// How often orphans are looked for and old log entries are deleted.
    static final Duration SWEEP_EVERY = Duration.ofHours(6);

    /// The first time a while after the start, so that a process that starts again and again does not list and list.
    private static final Duration FIRST_SWEEP = Duration.ofHours(1);

    /// Removed blocks whose objects this process has deleted, and that are not forgotten yet.
    final Set<String> emptied = new HashSet<>();

    private final Map<String, Rest> resting = new HashMap<>();
    private long seen = -1;
    private Duration delay = Duration.ZERO;
    private Instant nextLook = Instant.MIN;
    private Instant nextSweep;

    TenantState(Instant now) {
        nextSweep = now.plus(FIRST_SWEEP);
    }

    private record Rest(Instant until, Duration length) {}

    /// Whether to look at a tenant whose log this process knows up to entry `known`.
    boolean isDue(Instant now, long known) {
        return known != seen || !now.isBefore(nextLook) || nextLook.isAfter(now.plus(MAX_DELAY));
    }

    /// Notes a look; the longer nothing happens, the longer until the next one.
    void looked(Instant now, long number, Duration interval) {
        delay = number == seen ? longer(interval) : interval;
        seen = number;
        nextLook = now.plus(delay);
    }

    private Duration longer(Duration interval) {
        Duration twice = delay.isZero() ? interval : delay.multipliedBy(2);
        return twice.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : twice;
    }

    /// Notes a look that is to be repeated soon.
    void lookAgain() {
        seen = -1;
    }

    /// Whether it is time for a sweep; if so, it is not for a while.
    boolean takeSweep(Instant now) {
        boolean due = !now.isBefore(nextSweep) || nextSweep.isAfter(now.plus(SWEEP_EVERY));
        if (due) {
            nextSweep = now.plus(SWEEP_EVERY);
        }
        return due;
    }

    /// Lets blocks rest whose merge failed, so that others get their turn; longer each time.
    void rest(Iterable<String> blocks, Instant now) {
        for (String id : blocks) {
            Rest before = resting.get(id);
            Duration length = before == null ? FIRST_REST : before.length.multipliedBy(2);
            Duration bounded = length.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : length;
            resting.put(id, new Rest(now.plus(bounded), bounded));
        }
    }

    /// Whether a block rests.
    boolean isResting(String block, Instant now) {
        Rest rest = resting.get(block);
        return rest != null && now.isBefore(rest.until);
    }

    /// Forgets blocks that are gone; with `all`, wakes up the rest.
    void tidy(Set<String> live, Set<String> removed, boolean all) {
        emptied.retainAll(removed);
        resting.keySet().removeIf(id -> all || !live.contains(id));
    }
}
