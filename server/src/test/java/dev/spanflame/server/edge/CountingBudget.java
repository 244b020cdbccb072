package dev.spanflame.server.edge;

import java.util.concurrent.atomic.AtomicLong;

/// A budget with a limit that remembers its peak.
public final class CountingBudget implements ByteBudget {
    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /// Holds at most `limit` bytes.
    public CountingBudget(long limit) {
        this.limit = limit;
    }

    @Override
    public boolean tryReserve(long bytes) {
        long now = held.addAndGet(bytes);
        if (now > limit) {
            held.addAndGet(-bytes);
            return false;
        }
        peak.accumulateAndGet(now, Math::max);
        return true;
    }

    @Override
    public void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /// Bytes held now.
    public long held() {
        return held.get();
    }

    /// Most bytes ever held.
    public long peak() {
        return peak.get();
    }
}
