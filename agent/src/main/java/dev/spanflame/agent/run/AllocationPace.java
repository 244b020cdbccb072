package dev.spanflame.agent.run;

import dev.spanflame.agent.config.Sampling;
import dev.spanflame.agent.config.Setting;

/// How far apart samples of allocations are: as far as is set, and 2, 4, 8 or more times as far while a
/// program allocates so fast that far more samples than wanted would be taken each second. A sample says
/// for how many bytes it stands, so that sums stay what they are.
///
/// Live objects are told one by one, so their samples stay as far apart as is set. Used by one thread.
final class AllocationPace {
    private static final double NANOS_PER_SECOND = 1e9;
    /// Where the rate is between these parts of what is wanted nothing is changed.
    private static final double FEW = 0.25;

    private static final double MANY = 2;
    /// So many times what is wanted is not waited with until a profile ends.
    private static final long FAR_TOO_MANY = 4;

    private final int wanted;
    private long set;
    private long factor = 1;
    private boolean endsEarly = true;
    private boolean endedEarly;

    /// For that many samples in a second; 0 for no bound.
    AllocationPace(int wanted) {
        this.wanted = wanted;
    }

    /// How many times as far apart as is set.
    long factor() {
        return factor;
    }

    /// What is to be recorded where this is wanted. Begins anew where another distance is set.
    Sampling of(Sampling sampling) {
        if (sampling.alloc() != set || !bounds(sampling)) {
            set = sampling.alloc();
            factor = 1;
        }
        return factor == 1
                ? sampling
                : sampling.with(Setting.ALLOC, Long.toString(set * factor)).orElse(sampling);
    }

    private boolean bounds(Sampling sampling) {
        return wanted > 0 && sampling.alloc() > 0 && !sampling.live();
    }

    /// Whether a recording should end now, and go on with fewer samples, after that many samples of all
    /// kinds within a second.
    boolean isExceeded(Sampling sampling, long samples) {
        boolean exceeded = endsEarly && bounds(sampling) && samples > FAR_TOO_MANY * wanted;
        endedEarly |= exceeded;
        return exceeded;
    }

    /// Is told how many allocations were sampled in that time, by a recording with the factor of now; whether
    /// the next one is to have another.
    boolean tell(Sampling sampling, long samples, long nanos) {
        long before = factor;
        double rate = bounds(sampling) ? samples * NANOS_PER_SECOND / Math.max(1, nanos) : 0;
        if (rate > MANY * wanted || rate < FEW * wanted) {
            factor = fitting(rate * factor, sampling.alloc());
        }
        // where other samples are that many, to end early once was once too often
        endsEarly = factor != before || endsEarly && !endedEarly;
        endedEarly = false;
        return factor != before;
    }

    private long fitting(double rate, long alloc) {
        long found = 1;
        while (rate > found * wanted && 2 * found * alloc <= Sampling.MOST_BYTES) {
            found *= 2;
        }
        return found;
    }
}
