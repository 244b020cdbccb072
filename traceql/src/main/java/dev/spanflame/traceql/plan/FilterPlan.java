package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;

/// The condition of one `{ }`, all of whose parts must be true of one span.
///
/// Parts about the span alone stand apart from those about its events or links. The latter are asked together, once
/// for each event (and each link) of the span, so that several conditions on events speak of one and the same event.
/// Either list may be empty; cheap parts come first.
public record FilterPlan(List<Expr> spanConditions, List<Expr> elementConditions) {
    /// Copies the lists.
    public FilterPlan {
        spanConditions = List.copyOf(spanConditions);
        elementConditions = List.copyOf(elementConditions);
    }

    /// The plan of a condition.
    static FilterPlan of(Expr condition) {
        List<Expr> parts = condition instanceof Expr.All(List<Expr> operands) ? operands : List.of(condition);
        List<Expr> spans = new ArrayList<>();
        List<Expr> elements = new ArrayList<>();
        for (Expr part : parts) {
            if (part.touchesElements()) {
                elements.add(part);
            } else if (!part.equals(new Expr.Constant(Value.of(true)))) {
                spans.add(part);
            }
        }
        return new FilterPlan(spans, elements);
    }

    /// Whether no span can satisfy it, whatever the data.
    public boolean isNever() {
        return spanConditions.stream().anyMatch(part -> part instanceof Expr.Constant);
    }

    /// Whether every span satisfies it.
    public boolean isAlways() {
        return spanConditions.isEmpty() && elementConditions.isEmpty();
    }

    /// Whether a field of this level occurs.
    public boolean touches(Level level) {
        return elementConditions.stream().anyMatch(part -> part.touches(level));
    }
}
