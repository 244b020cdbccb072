package dev.spanflame.traceql.syntax.tree;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `pipeline | stats(columns) by(expressions)`: a row of numbers for each combination of values of the
/// expressions.
public record TableExpr(Pipeline input, List<Column> columns, List<FieldExpr> by, Position at) implements Query.Root {
    /// Copies the lists.
    public TableExpr {
        columns = List.copyOf(columns);
        by = List.copyOf(by);
    }

    /// One number of every row. `arguments` holds the expression measured, if any; `shares` the quantile, an Int or a
    /// Float, of [Measure#QUANTILE].
    public record Column(Measure measure, List<FieldExpr> arguments, List<Literal> shares, Position at) {
        /// Copies the lists.
        public Column {
            arguments = List.copyOf(arguments);
            shares = List.copyOf(shares);
        }
    }

    /// What a column holds. The word in queries is the constant's name in lower case.
    public enum Measure {
        /// Spans.
        COUNT,
        /// Spans a second.
        RATE,
        /// Traces that the spans belong to.
        TRACES,
        /// Different values.
        DISTINCT,
        AVG,
        MIN,
        MAX,
        SUM,
        QUANTILE;

        private final String text = name().toLowerCase(Locale.ROOT);

        /// The word in queries.
        public String text() {
            return text;
        }

        /// Whether it measures an expression.
        public boolean hasArgument() {
            return this != COUNT && this != RATE && this != TRACES;
        }

        /// The measure of this word, if it is one.
        public static Optional<Measure> ofWord(String word) {
            for (Measure measure : values()) {
                if (measure.text.equals(word)) {
                    return Optional.of(measure);
                }
            }
            return Optional.empty();
        }
    }
}
