package dev.spanflame.traceql.oracle;

import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A span among the others of its trace.
final class OracleSpan {
    private final Span span;
    private final Resource resource;
    private final Scope scope;
    private final List<OracleSpan> trace;
    private @Nullable OracleSpan named;
    private boolean isNamedKnown;

    OracleSpan(Span span, Resource resource, Scope scope, List<OracleSpan> trace) {
        this.span = span;
        this.resource = resource;
        this.scope = scope;
        this.trace = trace;
    }

    Span span() {
        return span;
    }

    Resource resource() {
        return resource;
    }

    Scope scope() {
        return scope;
    }

    /// All spans of the trace, by start.
    List<OracleSpan> trace() {
        return trace;
    }

    boolean isRoot() {
        return span.parentSpanId() == 0;
    }

    long duration() {
        return span.endNanos() - span.startNanos();
    }

    /// The parent, unless the span is its own ancestor.
    @Nullable
    OracleSpan parent() {
        OracleSpan above = namedParent();
        for (int i = 0; above != null && i < trace.size(); i++) {
            if (above == this) {
                return null;
            }
            above = above.namedParent();
        }
        return namedParent();
    }

    boolean isAncestorOf(OracleSpan other) {
        for (OracleSpan above = other.parent(); above != null; above = above.parent()) {
            if (above == this) {
                return true;
            }
        }
        return false;
    }

    boolean isSiblingOf(OracleSpan other) {
        if (this == other) {
            return false;
        }
        OracleSpan parent = parent();
        return parent == null ? isRoot() && other.isRoot() : parent == other.parent();
    }

    long childCount() {
        return trace.stream().filter(other -> other.parent() == this).count();
    }

    /// Left and right number of the depth-first walk from the roots, in order of starts; zeros if it does not come
    /// here.
    long[] numbers() {
        long[] next = {1};
        for (OracleSpan top : trace) {
            if (top.isRoot()) {
                long[] found = top.walk(this, next);
                if (found[0] > 0) {
                    return found;
                }
            }
        }
        return new long[] {0, 0};
    }

    @Nullable
    OracleSpan root() {
        return trace.stream().filter(OracleSpan::isRoot).findFirst().orElse(null);
    }

    private long[] walk(OracleSpan wanted, long[] next) {
        long left = next[0]++;
        long[] found = {0, 0};
        for (OracleSpan child : trace) {
            if (child.parent() == this) {
                long[] below = child.walk(wanted, next);
                found = below[0] > 0 ? below : found;
            }
        }
        long right = next[0]++;
        return wanted == this ? new long[] {left, right} : found;
    }

    private @Nullable OracleSpan namedParent() {
        if (!isNamedKnown) {
            named = findNamedParent();
            isNamedKnown = true;
        }
        return named;
    }

    private @Nullable OracleSpan findNamedParent() {
        OracleSpan any = null;
        for (OracleSpan other : trace) {
            if (other != this && !isRoot() && other.span.spanId() == span.parentSpanId()) {
                int wanted = span.kind() == Span.KIND_SERVER ? Span.KIND_CLIENT : Span.KIND_SERVER;
                if (other.span.kind() == wanted) {
                    return other;
                }
                any = any == null ? other : any;
            }
        }
        return any;
    }
}
