package dev.spanflame.traceql.syntax;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Query;
import java.nio.charset.StandardCharsets;

/// Makes a tree of the text of a query. All methods throw [dev.spanflame.model.BackendException] of kind
/// [ErrorKind#BAD_REQUEST], with the position, for text that is no query; they never fail otherwise, whatever the text.
public final class Parser {
    /// Most bytes of UTF-8 a query may have, as in Tempo.
    public static final int MAX_BYTES = 128 * 1024;

    private Parser() {}

    /// A whole query with its hints.
    public static Query query(String text) {
        checkSize(text);
        Tokens tokens = new Tokens(text);
        PipelineParser parser = new PipelineParser(tokens);
        Query.Root root = parser.root();
        Query query = new Query(root, parser.hints());
        expectEnd(tokens);
        return query;
    }

    /// A single field: `name`, `span.http.method`, `.foo`, `event:name`.
    public static FieldName field(String text) {
        checkSize(text);
        Tokens tokens = new Tokens(text);
        FieldName name = new FieldParser(tokens).reference().name();
        expectEnd(tokens);
        return name;
    }

    /// A condition as it stands between braces.
    public static FieldExpr condition(String text) {
        checkSize(text);
        Tokens tokens = new Tokens(text);
        FieldExpr condition = new FieldParser(tokens).expression();
        expectEnd(tokens);
        return condition;
    }

    private static void expectEnd(Tokens tokens) {
        if (!(tokens.peek() instanceof Token.End)) {
            throw tokens.unexpected("an operator, | or the end");
        }
    }

    static void checkSize(String text) {
        // A char has at most three bytes; most texts are settled by their length.
        boolean tooLong = text.length() > MAX_BYTES
                || (text.length() > MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
        if (tooLong) {
            throw new BackendException(
                    ErrorKind.BAD_REQUEST,
                    "traceql_too_long",
                    "query has " + text.length() + " characters; expected at most " + MAX_BYTES + " bytes");
        }
    }
}
