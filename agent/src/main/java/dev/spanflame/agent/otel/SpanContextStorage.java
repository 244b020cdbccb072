package dev.spanflame.agent.otel;

import dev.spanflame.agent.link.AgentLink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tells the agent of the current span whenever a context is made current or left, on whatever thread
/// that is: so spans are known wherever OpenTelemetry's context goes, into executors, reactive chains and
/// virtual threads.
final class SpanContextStorage implements ContextStorage {
    private static final Function<Object, String> NAMING =
            span -> span instanceof ReadableSpan ? ((ReadableSpan) span).getName() : "";

    private final ContextStorage next;

    SpanContextStorage(ContextStorage next) {
        this.next = next;
    }

    @Override
    public Scope attach(Context toAttach) {
        Scope scope = next.attach(toAttach);
        if (scope == Scope.noop()) {
            return scope;
        }
        tell(toAttach);
        return () -> {
            scope.close();
            tell(next.current());
        };
    }

    private static void tell(@Nullable Context context) {
        Span span = context == null ? null : Span.fromContextOrNull(context);
        if (span != null) {
            SpanContext ids = span.getSpanContext();
            // a span that is not kept leads nowhere, and one of another process is not running here
            if (ids.isValid() && ids.isSampled() && !ids.isRemote()) {
                AgentLink.enterSpan(span, NAMING, ids.getTraceId(), ids.getSpanId());
                return;
            }
        }
        AgentLink.enterSpan(null, null, "", "");
    }

    @Override
    public @Nullable Context current() {
        return next.current();
    }

    @Override
    public Context root() {
        return next.root();
    }
}
