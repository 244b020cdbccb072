package dev.spanflame.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.server.PythonTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrometheusMetersTest {
    private final PrometheusMeters meters = new PrometheusMeters("1.2.3");

    private HttpReply scrape(String accept) throws Exception {
        Caller caller = new Caller(List.of(Tenant.ANONYMOUS), new Headers().add("Accept", accept), () -> false);
        return meters.route()
                .handler()
                .handle(new HttpCall(caller, "GET", "/metrics", Map.of(), QueryParameters.EMPTY, new byte[0]));
    }

    private static String text(HttpReply reply) {
        assertThat(reply.body()).isInstanceOf(HttpReply.Body.Ready.class);
        return reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    @Test
    void writesWhatWasCounted() throws Exception {
        meters.counter("spanflame_things_total", "Things.", "kind").add(2, "a\"b\\c\n");
        meters.counter("spanflame_things_total", "Things.", "kind").increment("a\"b\\c\n");
        meters.counter("spanflame_plain_total", "Plain.").increment();
        meters.distribution("spanflame_wait_seconds", "Waits.", new double[] {0.1, 1}, "what")
                .observe(0.5, "disk");
        meters.gauge(
                "spanflame_blocks",
                "Blocks.",
                List.of("tenant"),
                () -> List.of(new Meters.Reading(7, List.of("t1")), new Meters.Reading(8, List.of("t2"))));
        assertThat(text(scrape("")))
                .contains("# TYPE spanflame_things_total counter\n")
                .contains("spanflame_things_total{kind=\"a\\\"b\\\\c\\n\"} 3.0\n")
                .contains("spanflame_plain_total 1.0\n")
                .contains("spanflame_wait_seconds_bucket{what=\"disk\",le=\"0.1\"} 0\n")
                .contains("spanflame_wait_seconds_bucket{what=\"disk\",le=\"1.0\"} 1\n")
                .contains("spanflame_wait_seconds_sum{what=\"disk\"} 0.5\n")
                .contains("spanflame_blocks{tenant=\"t1\"} 7.0\n", "spanflame_blocks{tenant=\"t2\"} 8.0\n");
    }

    @Test
    void showsTheProcess() throws Exception {
        assertThat(text(scrape("")))
                .contains("spanflame_build_info{", "version=\"1.2.3\"")
                .containsPattern("process_cpu_seconds_total [0-9.E]+\n")
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\"}", "jvm_gc_collections_total{gc=", "jvm_threads_current");
    }

    @Test
    void answersInTheFormatThatIsAskedFor() throws Exception {
        assertThat(scrape("text/plain;version=0.0.4").headers().get("Content-Type"))
                .startsWith("text/plain; version=0.0.4");
        HttpReply open = scrape("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        assertThat(open.headers().get("Content-Type")).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(text(open)).endsWith("# EOF\n");
    }

    @Test
    void keepsOtherMetricsWhenAGaugeFails() throws Exception {
        meters.gauge("spanflame_broken", "Broken.", List.of(), () -> {
            throw new IllegalStateException("as asked");
        });
        assertThat(text(scrape(""))).contains("process_start_time_seconds");
    }

    @Test
    void takesTheLastReaderOfAGauge() throws Exception {
        meters.gauge("spanflame_same", "Same.", List.of(), () -> Meters.Reading.single(1));
        meters.gauge("spanflame_same", "Same.", List.of(), () -> Meters.Reading.single(2));
        assertThat(text(scrape(""))).contains("spanflame_same 2.0\n");
    }

    @Test
    void isUnderstoodByThePrometheusClientOfPython(@TempDir Path folder) throws Exception {
        meters.counter("spanflame_things_total", "Things.", "kind").add(3, "a\"b\\c\n");
        meters.distribution("spanflame_wait_seconds", "Waits.", new double[] {0.1, 1})
                .observe(0.5);
        meters.gauge("spanflame_blocks", "Blocks.", List.of(), () -> Meters.Reading.single(7));
        Path classic = Files.writeString(folder.resolve("classic"), text(scrape("")));
        Path open = Files.writeString(folder.resolve("open"), text(scrape("application/openmetrics-text")));
        assertThat(PythonTool.run("metrics_probe.py", classic.toString(), open.toString())
                        .strip())
                .isEqualTo("ok");
    }
}
