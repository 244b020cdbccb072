package dev.spanflame.traceql.syntax;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.tree.Position;

/// Makes the refusals of a query. All are of kind BAD_REQUEST and name the place.
///
/// The words in front are those by which clients of Tempo recognise the class of an error.
public final class QueryErrors {
    private static final String INVALID = "invalid TraceQL query: ";
    private static final int MAX_QUOTED = 120;

    private QueryErrors() {}

    /// The text is no query.
    public static BackendException syntax(Position at, String message) {
        return BackendException.badRequest(
                "traceql_syntax", INVALID + "parse error at " + at + ": syntax error: " + message);
    }

    /// The text is a query without meaning.
    public static BackendException invalid(Position at, String message) {
        return BackendException.badRequest("traceql_invalid", INVALID + message + ", at " + at);
    }

    /// The query has a meaning that is not built; `what` names the construct, `instead` says what works.
    public static BackendException unsupported(Position at, String what, String instead) {
        return BackendException.badRequest(
                "traceql_unsupported",
                "unsupported TraceQL query at " + at + ": " + what + " not yet supported; " + instead);
    }

    /// The query is larger than any meaningful one.
    public static BackendException tooComplex(Position at, String message) {
        return BackendException.badRequest("traceql_too_complex", "query too complex at " + at + ": " + message);
    }

    /// Text of a query inside a message, cut where it is long.
    public static String quoted(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
    }
}
