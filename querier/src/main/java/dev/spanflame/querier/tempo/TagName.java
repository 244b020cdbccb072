package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.querier.tempo.parameter.Shown;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;

/// The field that the path of a request for values names.
final class TagName {
    private TagName() {}

    /// A name as TraceQL writes it, scope included: `span.http.method`, `.foo`, `name`.
    ///
    /// A key with characters that TraceQL wants in quotes may come without them. Throws [BackendException] of kind
    /// BAD_REQUEST for a name without scope that is none of the language's own.
    static FieldName exact(String name) {
        try {
            return TraceQl.parseField(name);
        } catch (BackendException e) {
            for (AttributeScope scope : AttributeScope.values()) {
                if (name.startsWith(scope.prefix())
                        && name.length() > scope.prefix().length()) {
                    return AttributeName.of(scope, name.substring(scope.prefix().length()));
                }
            }
            throw name.isEmpty() ? e : unscoped(name, e);
        }
    }

    private static BackendException unscoped(String name, BackendException cause) {
        return BackendException.badRequest(
                "invalid_tag_name",
                "please provide a valid tagName: '" + Shown.of(name)
                        + "' has no scope and is no field of every span; write ."
                        + Shown.of(name) + " for an attribute of spans or resources, or a scope before it as in span."
                        + Shown.of(name) + " (" + cause.getMessage() + ")");
    }

    /// The same; and a name without scope is that of an attribute of the span or the resource. `status.code`,
    /// `root.name` and `root.service.name` are what they were before TraceQL.
    static FieldName loose(String name) {
        return switch (name) {
            case "status.code" -> Intrinsic.STATUS;
            case "root.name" -> Intrinsic.ROOT_NAME;
            case "root.service.name" -> Intrinsic.ROOT_SERVICE_NAME;
            default -> {
                try {
                    yield exact(name);
                } catch (BackendException e) {
                    if (name.isEmpty()) {
                        throw e;
                    }
                    yield AttributeName.of(AttributeScope.ANY, name);
                }
            }
        };
    }
}
