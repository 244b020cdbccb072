package dev.spanflame.server.edge;

import dev.spanflame.proto.inflate.InFlightBudget;

/// Memory that all requests of the process share before their handlers have them. Thread-safe.
public interface ByteBudget {
    /// Takes `bytes`, or nothing at all and answers false.
    boolean tryReserve(long bytes);

    /// Gives back what was taken.
    void release(long bytes);

    /// The bytes of `budget`.
    static ByteBudget of(InFlightBudget budget) {
        return new ByteBudget() {
            @Override
            public boolean tryReserve(long bytes) {
                return budget.tryTake(bytes);
            }

            @Override
            public void release(long bytes) {
                budget.release(bytes);
            }
        };
    }

    /// A budget that never ends, for tools and tests.
    static ByteBudget unbounded() {
        return new ByteBudget() {
            @Override
            public boolean tryReserve(long bytes) {
                return true;
            }

            @Override
            public void release(long bytes) {}
        };
    }
}
