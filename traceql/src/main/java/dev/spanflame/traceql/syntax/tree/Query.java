package dev.spanflame.traceql.syntax.tree;

import java.util.List;
import java.util.Optional;

/// A whole query: what is asked, and hints how to answer.
public record Query(Root root, List<Hint> hints) {
    /// Copies the list.
    public Query {
        hints = List.copyOf(hints);
    }

    /// A pipeline asks for spans, a metrics expression for series, a table expression for a table.
    public sealed interface Root permits Pipeline, MetricsExpr, TableExpr {
        /// Where it begins.
        Position at();
    }

    /// `name = value` of a `with(...)` list.
    public record Hint(String name, Literal value, Position at) {}

    /// The first hint `name`, whatever its type.
    public Optional<Hint> hint(String name) {
        return hints.stream().filter(hint -> hint.name().equals(name)).findFirst();
    }

    /// Value of the hint `name` if it is there and a truth value; hints of another type count as absent.
    public Optional<Boolean> flag(String name) {
        for (Hint hint : hints) {
            if (hint.name().equals(name) && hint.value() instanceof Literal.Bool(boolean value)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
