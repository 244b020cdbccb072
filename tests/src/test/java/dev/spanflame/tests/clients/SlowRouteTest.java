package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service with spans of the OpenTelemetry SDK and profiles of the JDK's own recorder, which know threads
/// and times but no spans.
class SlowRouteTest {
    private static final String TYPE = "&type=process_cpu:cpu:nanoseconds:cpu:nanoseconds&start=now-1h&end=now%2B1m";
    private static final String SLOW = "{ span.http.route = \"/report\" && duration > 200ms }";
    private static final String NORMAL = "{ span.http.route = \"/report\" && duration < 200ms }";

    @TempDir
    Path folder;

    @Test
    void a_slow_route_shows_its_function_and_the_function_leads_back_to_the_traces()
            throws IOException, InterruptedException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            List<String> slow = new ArrayList<>();
            Instant begin = Instant.now();
            try (Recording recording = new Recording()) {
                recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
                recording.start();
                run(server, slow);
                recording.stop();
                recording.dump(folder.resolve("shop.jfr"));
            }
            String ingest = "/ingest?name=slow-shop&format=jfr&from=" + begin.getEpochSecond() + "&until="
                    + (Instant.now().getEpochSecond() + 1);
            Wire.Answer sent =
                    Wire.post(server.uri("pyroscope").resolve(ingest), Files.readAllBytes(folder.resolve("shop.jfr")));
            assertThat(sent.status()).as(sent.text()).isEqualTo(200);

            JsonNode functions = get(server, "/api/v2/flamegraph?format=functions&q=" + encoded(SLOW) + TYPE);
            assertThat(total(functions, "addUpTheYear")).isPositive();
            assertThat(total(functions, "addUpTheYear"))
                    .isGreaterThan(total(functions, "readTheMonth"))
                    .isGreaterThan(total(functions, "sweep"));
            assertThat(total(functions, "sweep")).isZero();
            leadsBack(server, slow);
            JsonNode diff =
                    get(server, "/api/v2/flamegraph/diff?left=" + encoded(NORMAL) + "&right=" + encoded(SLOW) + TYPE);
            assertThat(diff.path("rightTicks").asLong())
                    .isGreaterThan(diff.path("leftTicks").asLong());
            assertThat(diff.path("flamebearer").path("names").toString()).contains("addUpTheYear");
        }
    }

    private static void run(SpanflameProcess server, List<String> slow) throws InterruptedException {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(server.uri("otlp-http").resolve("/v1/traces").toString())
                .build();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "slow-shop")))
                .addSpanProcessor(new SlowShop.Threads())
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            SlowShop shop = new SlowShop(provider.get("tests"));
            Thread worker = Thread.ofPlatform().name("shop-worker").start(() -> {
                for (int i = 0; i < 5; i++) {
                    slow.add(shop.report(true));
                    shop.report(false);
                    shop.tidyUp();
                }
            });
            worker.join();
            assertThat(shop.sum()).isNotZero();
        }
    }

    private static void leadsBack(SpanflameProcess server, List<String> slow) {
        JsonNode spans = get(server, "/api/v2/flamegraph/spans?links=true&matching=addUpTheYear" + TYPE)
                .path("spans");
        assertThat(spans).isNotEmpty();
        for (JsonNode span : spans) {
            String trace = span.path("traceID").asText();
            assertThat(slow).contains(trace);
            assertThat(span.path("_links").path("trace").path("href").asText()).isEqualTo("/api/v2/traces/" + trace);
        }
    }

    /// The value of all stacks with a function whose name contains `part`.
    private static long total(JsonNode functions, String part) {
        long total = 0;
        for (JsonNode function : functions.path("functions").path("functions")) {
            if (function.path("name").asText().contains(part)) {
                total += function.path("total").asLong();
            }
        }
        return total;
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static JsonNode get(SpanflameProcess server, String path) {
        Wire.Answer answer = Wire.get(server.uri("query").resolve(path));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
