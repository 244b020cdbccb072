package dev.spanflame.block.profile.rule;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The series of the metrics of one tenant: what was added since the last look, and since the start.
/// Thread-safe.
public final class RuleSums {
    /// Series of a tenant; values that would make more of them are counted in [#leftOut].
    public static final int MAX_SERIES = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Labels, Sum> sums = new HashMap<>();
    private volatile List<RecordingRule> rules = List.of();
    private long leftOut;

    /// A series of a metric; its name is the label `__name__`.
    public record Recorded(Labels labels, double value) {}

    private static final class Sum {
        private double fresh;
        private double all;
        private boolean touched;
    }

    /// Takes other rules from now on. What the former ones counted shows in the next [#drain].
    public void setRules(List<RecordingRule> newRules) {
        rules = List.copyOf(newRules);
    }

    /// Adds a profile that was stored.
    public void add(ProfileBatch batch) {
        List<RecordingRule> now = rules;
        if (now.isEmpty()) {
            return;
        }
        Map<Labels, Long> found = new BatchSums(batch).of(now);
        lock.lock();
        try {
            found.forEach(this::add);
        } finally {
            lock.unlock();
        }
    }

    private void add(Labels series, long value) {
        Sum sum = sums.get(series);
        if (sum == null) {
            if (sums.size() >= MAX_SERIES) {
                leftOut++;
                return;
            }
            sum = new Sum();
            sums.put(series, sum);
        }
        sum.fresh += value;
        sum.all += value;
        sum.touched = true;
    }

    /// What was added to each series since the last call, in order of labels; series to which nothing was
    /// added are left out.
    public List<Recorded> drain() {
        lock.lock();
        try {
            List<Recorded> drained = new ArrayList<>();
            new TreeMap<>(sums).forEach((labels, sum) -> {
                if (sum.touched) {
                    drained.add(new Recorded(labels, sum.fresh));
                    sum.fresh = 0;
                    sum.touched = false;
                }
            });
            return drained;
        } finally {
            lock.unlock();
        }
    }

    /// Everything that was added to each series, in order of labels.
    public List<Recorded> totals() {
        lock.lock();
        try {
            List<Recorded> totals = new ArrayList<>();
            new TreeMap<>(sums).forEach((labels, sum) -> totals.add(new Recorded(labels, sum.all)));
            return totals;
        } finally {
            lock.unlock();
        }
    }

    /// How often a value was not counted because of [#MAX_SERIES].
    public long leftOut() {
        lock.lock();
        try {
            return leftOut;
        } finally {
            lock.unlock();
        }
    }
}
