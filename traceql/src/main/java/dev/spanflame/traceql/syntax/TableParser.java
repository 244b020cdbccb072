package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import dev.spanflame.traceql.syntax.tree.TableExpr.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Reads `stats(columns) by(fields)` behind a `|`. Used by one thread.
final class TableParser {
    private static final String WORD = "stats";
    private static final String MEASURES =
            Arrays.stream(Measure.values()).map(Measure::text).collect(Collectors.joining(", "));

    private final Tokens tokens;
    private final FieldParser fields;
    private final PipelineParser pipelines;

    TableParser(Tokens tokens, FieldParser fields, PipelineParser pipelines) {
        this.tokens = tokens;
        this.fields = fields;
        this.pipelines = pipelines;
    }

    /// Whether a table comes next.
    boolean isNext() {
        return tokens.isWord(WORD);
    }

    /// Reads the table of what `input` finds.
    TableExpr read(Pipeline input) {
        Position at = tokens.take().at();
        tokens.expectSymbol("(");
        List<TableExpr.Column> columns = new ArrayList<>();
        do {
            columns.add(column());
        } while (tokens.takeSymbol(","));
        if (!tokens.takeSymbol(")")) {
            throw tokens.unexpected(", or )");
        }
        return new TableExpr(input, columns, pipelines.grouping(), at);
    }

    private TableExpr.Column column() {
        if (!(tokens.peek() instanceof Token.Word word)) {
            throw tokens.unexpected("one of " + MEASURES);
        }
        Measure measure = Measure.ofWord(word.text()).orElseThrow(() -> tokens.unexpected("one of " + MEASURES));
        tokens.take();
        tokens.expectSymbol("(");
        List<FieldExpr> arguments = measure.hasArgument() ? List.of(fields.expression()) : List.of();
        List<Literal> shares = new ArrayList<>();
        if (measure == Measure.QUANTILE) {
            tokens.expectSymbol(",");
            shares.add(pipelines.quantile());
        }
        tokens.expectSymbol(")");
        return new TableExpr.Column(measure, arguments, shares, word.at());
    }
}
