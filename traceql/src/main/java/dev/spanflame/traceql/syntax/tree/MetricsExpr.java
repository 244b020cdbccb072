package dev.spanflame.traceql.syntax.tree;

import java.util.List;

/// An expression that gives time series.
public sealed interface MetricsExpr extends Query.Root {
    /// Where it stands: for operators, the place of the sign.
    @Override
    Position at();

    /// A pipeline whose spans are measured over time.
    record Measured(Pipeline input, Measurement measurement, List<FieldExpr> by, Position at) implements MetricsExpr {
        /// Copies the list.
        public Measured {
            by = List.copyOf(by);
        }
    }

    /// `input | topk(limit)` or `bottomk`.
    record Ranked(MetricsExpr input, Function function, long limit, Position at) implements MetricsExpr {}

    /// `input > 10`: points that fail the comparison are dropped.
    record Threshold(MetricsExpr input, FieldOperator operator, Literal value, Position at) implements MetricsExpr {}

    /// Series joined by `+ - * /` with series or with a constant.
    record Arithmetic(FieldOperator operator, MetricsExpr left, MetricsExpr right, Position at)
            implements MetricsExpr {}

    /// A number as an operand of [Arithmetic].
    record Constant(Literal value, Position at) implements MetricsExpr {}

    /// What is measured.
    sealed interface Measurement {
        /// The function that measures.
        Function function();

        /// `rate()` or `count_over_time()`.
        record Count(Function function) implements Measurement {}

        /// `min_over_time(field)` and its like.
        record OverField(Function function, FieldExpr field) implements Measurement {}

        /// `quantile_over_time(field, 0.9, 0.99)`; literals are Int or Float.
        record Quantiles(FieldExpr field, List<Literal> quantiles) implements Measurement {
            /// Copies the list.
            public Quantiles {
                quantiles = List.copyOf(quantiles);
            }

            @Override
            public Function function() {
                return Function.QUANTILE_OVER_TIME;
            }
        }

        /// `compare({ selection }, topN, start, end)`; one number, three numbers or none.
        record Compare(SpansetExpr.Filter selection, List<Long> numbers) implements Measurement {
            /// Copies the list.
            public Compare {
                numbers = List.copyOf(numbers);
            }

            @Override
            public Function function() {
                return Function.COMPARE;
            }
        }
    }
}
