package dev.spanflame.load.shop;

import dev.spanflame.agent.otel.SpanflameSpanProcessor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The OpenTelemetry SDK of one service: its own resource, processor and exporter, as if it were a process. Where the
/// agent runs, it learns of each change of the current span.
final class Telemetry implements AutoCloseable {
    /// Short, so that a trace is seen soon after it happened.
    private static final Duration SCHEDULE = Duration.ofMillis(500);

    private static final long CLOSE_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Telemetry(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("dev.spanflame.shop", "1.4.2");
    }

    /// For the service of this name.
    static Telemetry of(String service, ShopOptions options) {
        Attributes attributes = Attributes.builder()
                .put("service.name", service)
                .put("service.namespace", "shop")
                .put("service.version", "1.4.2")
                .put("service.instance.id", service + "-0")
                .put("deployment.environment.name", "demo")
                .put("process.pid", ProcessHandle.current().pid())
                .put("process.runtime.name", System.getProperty("java.runtime.name", "java"))
                .put("process.runtime.version", Runtime.version().toString())
                .put("os.type", "linux")
                .build();
        return new Telemetry(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(attributes)))
                .addSpanProcessor(SpanflameSpanProcessor.create())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter(options))
                        .setScheduleDelay(SCHEDULE)
                        .build())
                .build());
    }

    private static SpanExporter exporter(ShopOptions options) {
        return switch (options.protocol()) {
            case GRPC ->
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint(options.otlp().toString())
                        .setCompression("gzip")
                        .build();
            case HTTP ->
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(traces(options.otlp()).toString())
                        .setCompression("gzip")
                        .build();
        };
    }

    private static URI traces(URI base) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/v1/traces");
    }

    Tracer tracer() {
        return tracer;
    }

    /// Sends what is left and ends.
    @Override
    public void close() {
        CompletableResultCode unused = provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
