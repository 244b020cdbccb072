package dev.spanflame.agent.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many bytes lie between two samples of a thread's allocations, which a sample has to be weighed by.
///
/// When a thread begins, and whenever it is sampled, HotSpot draws how much it allocates until its next
/// sample, around the distance that holds at that moment (JEP 331). So the first sample of a thread after
/// the distance was changed stands for the distance before. Used by one thread.
final class AllocationDistances {
    /// What HotSpot draws with before it is told another.
    private static final long USUAL = 512 * 1024;

    private static final int MOST_CHANGES = 64;
    private static final int MOST_THREADS = 100_000;

    /// Ascending; the first holds for all threads before it too.
    private final List<Change> changes = new ArrayList<>(List.of(new Change(0, USUAL)));
    /// By number, threads whose last sample was taken with another distance than when they began.
    private final Map<Long, Long> drawn = new HashMap<>();

    /// The distance that holds for threads from this number on.
    private static final class Change {
        final long thread;
        final long distance;

        Change(long thread, long distance) {
            this.thread = thread;
            this.distance = distance;
        }
    }

    /// From now on samples are that far apart.
    void change(long distance) {
        if (distance > 0 && distance != now()) {
            // threads are numbered in the order in which they are made
            change(new Thread("spanflame-number").getId(), distance);
        }
    }

    /// The same for threads from this number on.
    void change(long thread, long distance) {
        changes.add(new Change(thread, distance));
        if (changes.size() > MOST_CHANGES) {
            changes.remove(0);
        }
    }

    private long now() {
        return changes.get(changes.size() - 1).distance;
    }

    /// The distance that was drawn with before this sample of a thread.
    long before(long thread) {
        long began = began(thread);
        Long last = now() == began ? drawn.remove(thread) : drawn.put(thread, now());
        if (drawn.size() > MOST_THREADS) {
            drawn.clear();
            drawn.put(thread, now());
        }
        return last == null ? began : last;
    }

    private long began(long thread) {
        int at = changes.size() - 1;
        while (at > 0 && changes.get(at).thread > thread) {
            at--;
        }
        return changes.get(at).distance;
    }

    /// How likely an object of that size is sampled.
    static double chance(long size, long distance) {
        return -Math.expm1(-(double) Math.max(1, size) / Math.max(1, distance));
    }
}
