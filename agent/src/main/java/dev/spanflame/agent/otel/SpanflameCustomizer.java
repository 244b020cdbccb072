package dev.spanflame.agent.otel;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;

/// Adds [SpanflameSpanProcessor] where OpenTelemetry configures itself: as an extension of its Java agent
/// (`otel.javaagent.extensions`), or on the class path of a program with its autoconfigured SDK.
public final class SpanflameCustomizer implements AutoConfigurationCustomizerProvider {
    /// For the service loader.
    public SpanflameCustomizer() {}

    @Override
    public void customize(AutoConfigurationCustomizer customizer) {
        customizer.addTracerProviderCustomizer((builder, properties) ->
                builder.addSpanProcessor(SpanflameSpanProcessor.create(isRootSpansOnly(properties))));
    }

    private static boolean isRootSpansOnly(ConfigProperties properties) {
        return properties.getBoolean(
                "spanflame.root.spans.only", properties.getBoolean("otel.pyroscope.root.span.only", false));
    }
}
