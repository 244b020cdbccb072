package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.Set;

/// Whether the value is one of some texts, or an array with such an element: what `x = "a" || x = "b"` asks.
public record TextSetTest(Set<String> texts) implements ValueTest {
    /// Copies the set.
    public TextSetTest {
        texts = Set.copyOf(texts);
    }

    @Override
    public boolean test(Value value) {
        if (value instanceof Value.Text(String text)) {
            return texts.contains(text);
        }
        if (value instanceof Value.Array array) {
            for (Value element : array.elements()) {
                if (test(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public boolean testInt(long value) {
        return false;
    }

    @Override
    public boolean testDuration(long nanos) {
        return false;
    }

    @Override
    public boolean testFloat(double value) {
        return false;
    }
}
