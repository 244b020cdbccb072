package dev.spanflame.traceql.metrics.cells;

import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The distinct values of a field, numbered in order of appearance; 0 is nil. Values of different type differ. Used by
/// one thread.
public final class ValueNumbers {
    private final MemoryBudget budget;
    private final Map<Value, Integer> numbers = new HashMap<>();
    private final List<Value> values = new ArrayList<>(List.of(Value.NIL));

    /// Without any value.
    public ValueNumbers(MemoryBudget budget) {
        this.budget = budget;
    }

    /// Number of a value.
    public int number(Value value) {
        if (value instanceof Value.Nil) {
            return 0;
        }
        Value plain = Arithmetic.withoutSignOfZero(value);
        Integer known = numbers.get(plain);
        if (known != null) {
            return known;
        }
        budget.take(2 * MemoryBudget.OBJECT + MemoryBudget.of(plain));
        numbers.put(plain, values.size());
        values.add(plain);
        return values.size() - 1;
    }

    /// The value of a number.
    public Value value(int number) {
        return values.get(number);
    }

    /// One more than the largest number.
    public int size() {
        return values.size();
    }
}
