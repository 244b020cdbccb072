package dev.spanflame.agent.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Joins spans and profiles in a program that sets up OpenTelemetry's SDK itself:
///
/// ```java
/// SdkTracerProvider.builder().addSpanProcessor(SpanflameSpanProcessor.create())
/// ```
///
/// Each span gets the attribute `pyroscope.profile.id`, its own id, by which Grafana offers its profile.
/// It has to be created before the first context is made current. Safe for any thread.
public final class SpanflameSpanProcessor implements SpanProcessor {
    static final AttributeKey<String> PROFILE_ID = AttributeKey.stringKey("pyroscope.profile.id");

    private static final AtomicBoolean WRAPPED = new AtomicBoolean();

    private final boolean rootSpansOnly;

    private SpanflameSpanProcessor(boolean rootSpansOnly) {
        this.rootSpansOnly = rootSpansOnly;
    }

    /// A processor that marks all spans, and begins to tell the agent of all changes of the current span.
    public static SpanProcessor create() {
        return create(false);
    }

    static SpanProcessor create(boolean rootSpansOnly) {
        if (WRAPPED.compareAndSet(false, true)) {
            ContextStorage.addWrapper(SpanContextStorage::new);
        }
        return new SpanflameSpanProcessor(rootSpansOnly);
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        if (rootSpansOnly) {
            SpanContext parent = Span.fromContext(parentContext).getSpanContext();
            if (parent.isValid() && !parent.isRemote()) {
                return;
            }
        }
        span.setAttribute(PROFILE_ID, span.getSpanContext().getSpanId());
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // whether a span is current has nothing to do with its end
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
