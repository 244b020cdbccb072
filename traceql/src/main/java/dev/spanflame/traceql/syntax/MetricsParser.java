package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.MetricsExpr.Measurement;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads metrics functions behind a `|`, with their grouping and thresholds. Used by one thread.
final class MetricsParser {
    private final Tokens tokens;
    private final FieldParser fields;
    private final PipelineParser pipelines;
    private final TermJoiner joiner;

    MetricsParser(Tokens tokens, FieldParser fields, PipelineParser pipelines) {
        this.tokens = tokens;
        this.fields = fields;
        this.pipelines = pipelines;
        joiner = new TermJoiner(tokens);
    }

    /// Whether a function that makes series comes next.
    boolean isMeasurement() {
        return roleOfNext().filter(Function.Role.METRICS::equals).isPresent();
    }

    /// Whether a function that ranks series comes next.
    boolean isRanking() {
        return roleOfNext().filter(Function.Role.SERIES::equals).isPresent();
    }

    /// Reads the function and the thresholds behind it, and gives it `input`.
    Term append(Term input, Position begin) {
        Position at = tokens.at();
        Function function = Function.ofWord(((Token.Word) tokens.peek()).text()).orElseThrow();
        MetricsExpr series;
        boolean open;
        if (function.role() == Function.Role.SERIES) {
            if (!(input instanceof Term.Metrics metrics)) {
                throw tokens.unexpected("a metrics function before " + function.text());
            }
            open = metrics.open();
            series = new MetricsExpr.Ranked(metrics.expr(), function, limit(), at);
        } else {
            Pipeline pipeline = new Pipeline(joiner.stagesOf(input, begin, at), begin);
            open = true;
            tokens.take();
            Measurement measurement = measurement(function);
            List<FieldExpr> by = function == Function.COMPARE ? List.of() : pipelines.grouping();
            series = new MetricsExpr.Measured(pipeline, measurement, by, at);
        }
        return new Term.Metrics(thresholds(series), open);
    }

    private Optional<Function.Role> roleOfNext() {
        return tokens.peek() instanceof Token.Word word
                ? Function.ofWord(word.text()).map(Function::role)
                : Optional.empty();
    }

    private MetricsExpr thresholds(MetricsExpr input) {
        MetricsExpr series = input;
        while (tokens.peek() instanceof Token.Symbol symbol) {
            FieldOperator operator = FieldOperator.ofText(symbol.text())
                    .filter(o -> o.isComparison() && !o.isRegex())
                    .orElse(null);
            if (operator == null) {
                return series;
            }
            Position at = tokens.take().at();
            tokens.countStage();
            series = new MetricsExpr.Threshold(series, operator, pipelines.constant(), at);
        }
        return series;
    }

    private Measurement measurement(Function function) {
        tokens.expectSymbol("(");
        Measurement measurement = switch (function) {
            case RATE, COUNT_OVER_TIME -> new Measurement.Count(function);
            case QUANTILE_OVER_TIME -> quantiles();
            case COMPARE -> compare();
            case MIN_OVER_TIME, MAX_OVER_TIME, AVG_OVER_TIME, SUM_OVER_TIME, HISTOGRAM_OVER_TIME ->
                new Measurement.OverField(function, fields.measurable());
            case COUNT, AVG, MAX, MIN, SUM, BY, COALESCE, SELECT, TOPK, BOTTOMK ->
                throw new IllegalArgumentException("no metrics function: " + function);
        };
        tokens.expectSymbol(")");
        return measurement;
    }

    private Measurement quantiles() {
        FieldExpr field = fields.measurable();
        List<Literal> quantiles = new ArrayList<>();
        tokens.expectSymbol(",");
        do {
            quantiles.add(pipelines.quantile());
        } while (tokens.takeSymbol(","));
        return new Measurement.Quantiles(field, quantiles);
    }

    private Measurement compare() {
        SpansetExpr.Filter selection = pipelines.filter();
        List<Long> numbers = new ArrayList<>();
        if (tokens.takeSymbol(",")) {
            numbers.add(integer());
            if (tokens.takeSymbol(",")) {
                numbers.add(integer());
                tokens.expectSymbol(",");
                numbers.add(integer());
            }
        }
        return new Measurement.Compare(selection, numbers);
    }

    private long limit() {
        tokens.take();
        tokens.expectSymbol("(");
        long limit = integer();
        tokens.expectSymbol(")");
        return limit;
    }

    private long integer() {
        if (tokens.peek() instanceof Token.Constant(Literal value, Position _)
                && value instanceof Literal.Int(long number)) {
            tokens.take();
            return number;
        }
        throw tokens.unexpected("INTEGER");
    }
}
