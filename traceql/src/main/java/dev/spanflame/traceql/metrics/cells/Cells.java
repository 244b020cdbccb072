package dev.spanflame.traceql.metrics.cells;

import dev.spanflame.traceql.metrics.series.MemoryBudget;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Numbers, one for each interval, of things with small numbers; made when first asked for. `A` is an array of numbers.
/// Used by one thread.
public final class Cells<A> {
    private final Supplier<A> maker;
    private final long bytesEach;
    private final MemoryBudget budget;
    private @Nullable Object[] cells = new Object[0];
    private int size;

    private Cells(Supplier<A> maker, int intervals, MemoryBudget budget) {
        this.maker = maker;
        this.bytesEach = MemoryBudget.OBJECT + 8L * intervals;
        this.budget = budget;
    }

    /// Counters from 0.
    public static Cells<long[]> counts(int intervals, MemoryBudget budget) {
        return new Cells<>(() -> new long[intervals], intervals, budget);
    }

    /// Doubles, all of one value.
    public static Cells<double[]> values(int intervals, double initial, MemoryBudget budget) {
        return new Cells<>(
                () -> {
                    double[] values = new double[intervals];
                    Arrays.fill(values, initial);
                    return values;
                },
                intervals,
                budget);
    }

    /// The numbers of a thing, by interval. Hot path.
    @SuppressWarnings("unchecked")
    public A of(int number) {
        if (number < size) {
            Object known = cells[number];
            if (known != null) {
                return (A) known;
            }
        }
        return make(number);
    }

    /// Whether a thing has any.
    public boolean has(int number) {
        return number < size && cells[number] != null;
    }

    /// One more than the largest number of a thing that has any.
    public int size() {
        return size;
    }

    private A make(int number) {
        budget.take(bytesEach);
        if (number >= cells.length) {
            cells = Arrays.copyOf(cells, Math.max(number + 1, 2 * cells.length + 16));
        }
        size = Math.max(size, number + 1);
        A made = maker.get();
        cells[number] = made;
        return made;
    }
}
