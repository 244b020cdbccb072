package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads everything outside braces: pipelines, spanset expressions, scalar filters, series. Used by one thread.
final class PipelineParser {
    private static final String TERM = "{, (, !, an aggregate, by, select, order_by or a number";
    private static final String ORDER_BY = "order_by";
    private static final Set<String> BRACKETS_AND_SIGNS = Set.of("(", "-", "!");

    private final Tokens tokens;
    private final FieldParser fields;
    private final MetricsParser metrics;
    private final TableParser tables;
    private final TermJoiner joiner;
    // Height of the term that was returned last, as in FieldParser.
    private int height;

    PipelineParser(Tokens tokens) {
        this.tokens = tokens;
        fields = new FieldParser(tokens);
        metrics = new MetricsParser(tokens, fields, this);
        tables = new TableParser(tokens, fields, this);
        joiner = new TermJoiner(tokens);
    }

    /// The whole query but its hints.
    Query.Root root() {
        Position at = tokens.at();
        Term term = chain();
        return switch (term) {
            case Term.Spansets _, Term.Step _, Term.Piped _ -> new Pipeline(joiner.stagesOf(term, at, at), at);
            case Term.Metrics series -> series.expr();
            case Term.Table table -> table.expr();
            case Term.Scalar _ -> throw tokens.unexpected("a comparison with a number");
            case Term.Constant _ -> throw tokens.unexpected("an operator and an aggregate or series beside the number");
        };
    }

    /// Terms joined by `|`, up to a closing bracket, `with` or the end.
    Term chain() {
        Position at = tokens.at();
        Term result = operators(2);
        int highest = height;
        while (tokens.isSymbol("|")) {
            result = piped(result, at);
            highest = Math.max(highest, height);
        }
        height = highest;
        return result;
    }

    /// `input` and the stage, the function or the table behind the next `|`.
    private Term piped(Term input, Position begin) {
        tokens.countStage();
        Position pipe = tokens.take().at();
        refuseUnknownStage();
        if (tables.isNext()) {
            return new Term.Table(tables.read(new Pipeline(joiner.stagesOf(input, begin, pipe), begin)));
        }
        return metrics.isMeasurement() || metrics.isRanking()
                ? metrics.append(input, begin)
                : joiner.append(input, operators(2), begin, pipe);
    }

    private void refuseUnknownStage() {
        if (tokens.peek() instanceof Token.Word word && !Words.isReserved(word.text())) {
            if (!tables.isNext() && !tokens.isWord(ORDER_BY)) {
                throw tokens.unexpected("{, (, an aggregate such as count, by, select, coalesce, order_by, stats or a"
                        + " metrics function such as rate");
            }
        }
    }

    /// A filter in braces; an empty one is true for every span.
    SpansetExpr.Filter filter() {
        Position at = tokens.expectSymbol("{");
        if (tokens.takeSymbol("}")) {
            return new SpansetExpr.Filter(new FieldExpr.Constant(new Literal.Bool(true), at), at);
        }
        FieldExpr condition = fields.expression();
        tokens.expectSymbol("}");
        return new SpansetExpr.Filter(condition, at);
    }

    /// A constant number with its operators, for the right side of a threshold.
    Literal constant() {
        Position at = tokens.at();
        if (operators(FieldOperator.ADD.level()) instanceof Term.Constant(Literal value)) {
            return value;
        }
        throw QueryErrors.syntax(at, "unexpected operand of a comparison of series, expecting a number");
    }

    private Term operators(int weakest) {
        Position begin = tokens.at();
        Term left = operand();
        int leftHeight = height;
        while (true) {
            int level = levelOfNext(left);
            if (level < weakest) {
                height = leftHeight;
                return left;
            }
            Token.Symbol sign = (Token.Symbol) tokens.take();
            boolean fromRight = sign.text().equals(FieldOperator.POWER.text());
            Term right = fromRight ? fromRight(level) : operators(level + 1);
            left = joiner.join(left, sign, right, begin);
            leftHeight = tokens.checkedHeight(Math.max(leftHeight, height) + 1, sign.at());
        }
    }

    private Term fromRight(int level) {
        tokens.enter();
        Term right = operators(level);
        tokens.leave();
        return right;
    }

    /// Binding strength of the next token as an operator behind `left`, 0 if it is none.
    private int levelOfNext(Term left) {
        if (!(tokens.peek() instanceof Token.Symbol symbol)) {
            return 0;
        }
        if (left instanceof Term.Step || left instanceof Term.Piped) {
            return 0;
        }
        return TermJoiner.level(symbol.text());
    }

    private Term operand() {
        height = 1;
        if (tokens.isSymbol("{")) {
            return new Term.Spansets(filter());
        }
        // Brackets nest deep: what they do not need stands in another method, off the stack.
        return tokens.isSymbol("(") ? brackets() : otherOperand();
    }

    private Term otherOperand() {
        if (tokens.isSymbol("-")) {
            return negative();
        }
        if (tokens.isSymbol("!")) {
            return negation();
        }
        if (tokens.peek() instanceof Token.Constant(Literal value, Position _) && value.isNumber()) {
            tokens.take();
            return new Term.Constant(value);
        }
        if (tokens.isWord(ORDER_BY)) {
            return new Term.Step(orderBy());
        }
        Function function = functionOfNext();
        if (function == null) {
            throw tokens.unexpected(TERM);
        }
        return switch (function.role()) {
            case AGGREGATE -> new Term.Scalar(aggregate(function));
            case STAGE -> new Term.Step(stage(function));
            case METRICS, SERIES -> throw tokens.unexpected("a pipeline and | before " + function.text());
        };
    }

    private Term brackets() {
        tokens.enter();
        Position at = tokens.take().at();
        Term inner = chain();
        tokens.expectSymbol(")");
        tokens.leave();
        height++;
        return bracketed(inner, at);
    }

    private Term bracketed(Term inner, Position at) {
        return switch (inner) {
            case Term.Spansets spansets -> spansets;
            case Term.Step _, Term.Piped _ ->
                new Term.Spansets(new SpansetExpr.Nested(new Pipeline(joiner.stagesOf(inner, at, at), at), at));
            case Term.Scalar scalar -> scalar;
            case Term.Constant constant -> constant;
            case Term.Metrics series -> new Term.Metrics(series.expr(), false);
            case Term.Table _ -> throw QueryErrors.syntax(at, "unexpected brackets around a table");
        };
    }

    private Term negation() {
        tokens.enter();
        Position at = tokens.take().at();
        Position inner = tokens.at();
        Term operand = operand();
        tokens.leave();
        height++;
        if (operand instanceof Term.Spansets(SpansetExpr expr)) {
            return new Term.Spansets(new SpansetExpr.Negation(expr, at));
        }
        throw QueryErrors.syntax(inner, "unexpected operand of !, expecting { or spansets in brackets");
    }

    private Term negative() {
        tokens.enter();
        tokens.take();
        Position at = tokens.at();
        Term operand = operand();
        tokens.leave();
        if (operand instanceof Term.Constant(Literal value)) {
            return new Term.Constant(Constants.negated(value));
        }
        throw QueryErrors.syntax(at, "unexpected operand of -, expecting a number");
    }

    private @Nullable Function functionOfNext() {
        return tokens.peek() instanceof Token.Word word
                ? Function.ofWord(word.text()).orElse(null)
                : null;
    }

    private ScalarExpr aggregate(Function function) {
        Position at = tokens.take().at();
        tokens.expectSymbol("(");
        List<FieldExpr> arguments = function == Function.COUNT ? List.of() : List.of(fields.expression());
        tokens.expectSymbol(")");
        return new ScalarExpr.Aggregate(function, arguments, at);
    }

    private Stage stage(Function function) {
        Position at = tokens.take().at();
        tokens.expectSymbol("(");
        Stage stage;
        if (function == Function.BY) {
            stage = new Stage.By(fields.expression(), at);
        } else if (function == Function.SELECT) {
            stage = new Stage.Select(references(), at);
        } else {
            stage = new Stage.Coalesce(at);
        }
        tokens.expectSymbol(")");
        return stage;
    }

    /// `order_by(number)`, `order_by(number desc)`. A field alone stands for its largest value where the largest
    /// comes first, for its smallest otherwise.
    private Stage orderBy() {
        Position at = tokens.take().at();
        tokens.expectSymbol("(");
        Position operand = tokens.at();
        if (isNumberOfSpansNext()) {
            if (!(operators(FieldOperator.ADD.level()) instanceof Term.Scalar(ScalarExpr number))) {
                throw QueryErrors.syntax(operand, "unexpected constant, expecting a field or an aggregate");
            }
            return new Stage.OrderBy(number, descending(), at);
        }
        FieldExpr expr = fields.expression();
        boolean descending = descending();
        Function extreme = descending ? Function.MAX : Function.MIN;
        return new Stage.OrderBy(new ScalarExpr.Aggregate(extreme, List.of(expr), operand), descending, at);
    }

    /// Whether a number made of spans comes next and not an expression over fields: behind brackets and signs stands
    /// an aggregate, a pipeline or a constant.
    private boolean isNumberOfSpansNext() {
        return switch (tokens.peekPast(BRACKETS_AND_SIGNS)) {
            case Token.Word word ->
                Function.ofWord(word.text())
                        .filter(function -> function.role() == Function.Role.AGGREGATE)
                        .isPresent();
            case Token.Constant _ -> true;
            case Token.Symbol symbol -> symbol.text().equals("{");
            case Token.Attribute _, Token.IntrinsicScope _, Token.End _ -> false;
        };
    }

    private boolean descending() {
        boolean descending = tokens.isWord("desc");
        if (descending || tokens.isWord("asc")) {
            tokens.take();
        }
        if (!tokens.takeSymbol(")")) {
            throw tokens.unexpected("asc, desc or )");
        }
        return descending;
    }

    /// One or more fields with commas between.
    List<FieldExpr.Reference> references() {
        List<FieldExpr.Reference> references = new ArrayList<>();
        do {
            references.add(fields.reference());
        } while (tokens.takeSymbol(","));
        return references;
    }

    /// `by(expressions)` behind a function that groups, if it is there.
    List<FieldExpr> grouping() {
        if (!tokens.isWord(Function.BY.text())) {
            return List.of();
        }
        tokens.take();
        tokens.expectSymbol("(");
        List<FieldExpr> by = new ArrayList<>();
        do {
            by.add(fields.measurable());
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol(")");
        return by;
    }

    /// A share of all, without a sign.
    Literal quantile() {
        if (!(tokens.peek() instanceof Token.Constant(Literal value, Position _))
                || !(value instanceof Literal.Int || value instanceof Literal.Float)) {
            throw tokens.unexpected("FLOAT or INTEGER");
        }
        tokens.take();
        return value;
    }

    /// The lists of hints at the end; of several the last one holds.
    List<Query.Hint> hints() {
        List<Query.Hint> hints = new ArrayList<>();
        while (tokens.isWord("with")) {
            tokens.take();
            tokens.expectSymbol("(");
            hints.clear();
            do {
                hints.add(hint());
            } while (tokens.takeSymbol(","));
            tokens.expectSymbol(")");
        }
        return hints;
    }

    private Query.Hint hint() {
        if (!(tokens.peek() instanceof Token.Word name) || Words.isReserved(name.text())) {
            throw tokens.unexpected("the name of a hint");
        }
        tokens.take();
        tokens.expectSymbol("=");
        if (tokens.peek() instanceof Token.Constant(Literal value, Position _)) {
            tokens.take();
            return new Query.Hint(name.text(), value, name.at());
        }
        if (tokens.peek() instanceof Token.Word word) {
            Optional<Literal> literal = FieldParser.literalOf(word.text());
            if (literal.isPresent()) {
                tokens.take();
                return new Query.Hint(name.text(), literal.get(), name.at());
            }
        }
        throw tokens.unexpected("a constant");
    }
}
