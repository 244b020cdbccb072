package dev.spanflame.agent.program;

import dev.spanflame.agent.otel.SpanflameSpanProcessor;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

/// [Routes] in a program that sets up OpenTelemetry's SDK itself.
public final class SdkRoutes {
    private SdkRoutes() {}

    /// Arguments as for [Routes].
    public static void main(String[] arguments) throws Exception {
        try (SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SpanflameSpanProcessor.create())
                .build()) {
            Routes.serve(OpenTelemetrySdk.builder().setTracerProvider(tracers).build(), arguments);
        }
    }
}
