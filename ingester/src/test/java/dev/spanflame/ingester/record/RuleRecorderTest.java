package dev.spanflame.ingester.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.rule.RuleBook;
import dev.spanflame.block.profile.rule.RuleSums.Recorded;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RuleRecorderTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;

    private final ObjectStore store = new MemoryObjectStore(new RealDisk(), InstantSource.system());
    private final RuleBook book = new RuleBook(store);
    private final List<String> written = new ArrayList<>();
    private final RuleRecorder recorder = new RuleRecorder(
            book,
            "ingester-1",
            () -> Instant.ofEpochMilli(1_000),
            (tenant, millis, series) -> series.forEach(each -> written.add(tenant + " " + millis + " " + shown(each))),
            Duration.ofHours(1));

    private static String shown(Recorded recorded) {
        Labels labels = recorded.labels();
        return labels.value("__name__") + "{" + labels.value("service_name") + "," + labels.value("pyroscope_instance")
                + "} " + recorded.value();
    }

    private void rule(String metric) throws IOException {
        book.change(
                TENANT,
                rules -> rules.toBuilder()
                        .addRules(RecordingRuleStore.newBuilder()
                                .setId("abc")
                                .setMetricName("profiles_recorded_" + metric)
                                .addMatchers("process_cpu:cpu:nanoseconds:cpu:nanoseconds")
                                .addGroupBy("service_name"))
                        .build());
    }

    private void store(String service, long value) {
        recorder.stored(
                TENANT, List.of(Collapsed.of(service, 1_000).add("main", value).batch()));
    }

    private String scraped(Tenant tenant) throws Exception {
        HttpReply reply = recorder.route()
                .handler()
                .handle(new HttpCall(Caller.local(tenant), "GET", "/", Map.of(), QueryParameters.EMPTY, new byte[0]));
        return new String(((HttpReply.Body.Ready) reply.body()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void rulesOfKnownTenantsCountFromTheFirstProfile() throws Exception {
        rule("cpu");
        recorder.start(List.of(TENANT));
        store("shop", 1);
        recorder.close();
        assertThat(written).containsExactly(TENANT + " 1000 profiles_recorded_cpu{shop,ingester-1} 1.0");
    }

    @Test
    void whatWasStoredIsHandedOverOnce() throws Exception {
        rule("cpu");
        store("shop", 1);
        recorder.tick();
        assertThat(written).isEmpty();
        store("shop", 10);
        store("shop", 5);
        store("ca\"rt", 7);
        recorder.tick();
        recorder.tick();
        assertThat(written)
                .containsExactlyInAnyOrder(
                        "anonymous 1000 profiles_recorded_cpu{shop,ingester-1} 15.0",
                        "anonymous 1000 profiles_recorded_cpu{ca\"rt,ingester-1} 7.0");
        store("shop", 1);
        assertThat(scraped(TENANT))
                .isEqualTo("# TYPE profiles_recorded_cpu_total counter\n"
                        + "profiles_recorded_cpu_total{profiles_rule_id=\"abc\",pyroscope_instance=\"ingester-1\","
                        + "service_name=\"ca\\\"rt\"} 7.0\n"
                        + "profiles_recorded_cpu_total{profiles_rule_id=\"abc\",pyroscope_instance=\"ingester-1\","
                        + "service_name=\"shop\"} 16.0\n");
        assertThat(scraped(new Tenant("other"))).isEmpty();
    }

    @Test
    void aRuleThatWasChangedCountsAfterTheNextLook() throws IOException {
        store("shop", 1);
        recorder.tick();
        rule("cpu");
        store("shop", 2);
        recorder.tick();
        store("shop", 4);
        recorder.tick();
        assertThat(written).containsExactly("anonymous 1000 profiles_recorded_cpu{shop,ingester-1} 4.0");
    }

    @Test
    void knownRulesStayWhereNewOnesCannotBeRead() throws IOException {
        rule("cpu");
        store("shop", 1);
        recorder.tick();
        store.put("anonymous/recording-rules/99999999999999999999", Payload.of(new byte[] {-1}));
        store("shop", 2);
        recorder.tick();
        store("shop", 3);
        recorder.tick();
        assertThat(written).hasSize(2);
    }

    @Test
    void whatIsLeftIsHandedOverAtTheEnd() throws IOException {
        rule("cpu");
        store("shop", 1);
        recorder.tick();
        recorder.register(new MemoryMeters());
        recorder.start(List.of());
        store("shop", 2);
        recorder.close();
        assertThat(written).containsExactly("anonymous 1000 profiles_recorded_cpu{shop,ingester-1} 2.0");
    }
}
