package dev.spanflame.querier.tempo.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.overrides.OverridesStore;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.tempo.ApiCalls;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OverridesApiTest {
    private static final Tenant TENANT = new Tenant("a");
    private static final String EMPTY =
            "{\"cost_attribution\":{},\"metrics_generator\":{\"processor\":{\"service_graphs\":{},"
                    + "\"span_metrics\":{},\"host_info\":{}}}}";

    private final ObjectStore objects = new MemoryObjectStore(new RealDisk(), InstantSource.system());
    private final List<Route> routes = new OverridesApi(new OverridesStore(objects, new Random(1))).routes();

    @Test
    void nothing_is_found_until_something_is_set() throws Exception {
        assertThat(call("GET", "", "", "").status()).isEqualTo(404);
        assertThat(call("GET", "scope=merged", "", "").status()).isEqualTo(404);
        assertThat(call("DELETE", "", "0", "").status()).isEqualTo(404);
    }

    @Test
    void what_was_set_comes_back_with_its_version() throws Exception {
        String limits = "{\"metrics_generator\":{\"processors\":[\"span-metrics\"],\"disable_collection\":false,"
                + "\"collection_interval\":60000000000,\"processor\":{\"span_metrics\":{\"dimensions\":[\"http.route\"],"
                + "\"histogram_buckets\":[0.1,2],\"filter_policies\":[{\"include\":{\"match_type\":\"regex\","
                + "\"attributes\":[{\"key\":\"span.a\",\"value\":\"x.*\"}]}}]}}}}";

        HttpReply set = call("POST", "", "0", limits);
        HttpReply got = call("GET", "", "", "");

        assertThat(set.status()).isEqualTo(200);
        assertThat(ApiCalls.bytes(set)).isEmpty();
        assertThat(set.headers()).containsEntry("ETag", "1");
        assertThat(got.headers()).containsEntry("ETag", "1").containsEntry("Content-Type", "application/json");
        assertThat(text(got))
                .isEqualTo("{\"cost_attribution\":{},\"metrics_generator\":{\"processors\":[\"span-metrics\"],"
                        + "\"disable_collection\":false,\"collection_interval\":\"1m0s\",\"processor\":{"
                        + "\"service_graphs\":{},\"span_metrics\":{\"dimensions\":[\"http.route\"],"
                        + "\"filter_policies\":[{\"include\":{\"match_type\":\"regex\",\"attributes\":[{\"key\":\"span.a\","
                        + "\"value\":\"x.*\"}]}}],\"histogram_buckets\":[0.1,2.0]},\"host_info\":{}}}}");
        assertThat(text(call("GET", "scope=merged", "", ""))).isEqualTo(text(got));
        assertThat(call("POST", "", "1", text(got)).headers()).containsEntry("ETag", "2");
    }

    @Test
    void a_version_that_is_not_the_newest_is_refused() throws Exception {
        assertThat(call("POST", "", "123", "{}").status()).isEqualTo(412);
        assertThat(call("POST", "", "", "{}").status()).isEqualTo(428);
        assertThat(call("DELETE", "", "", "").status()).isEqualTo(428);
        call("POST", "", "0", "{}");

        for (String wrong : List.of("0", "2", "abc", "-1", "01")) {
            assertThat(call("POST", "", wrong, "{}").status()).as(wrong).isEqualTo(412);
            assertThat(call("DELETE", "", wrong, "").status()).as(wrong).isEqualTo(412);
        }
        assertThat(text(call("POST", "", "0", "{}"))).startsWith("version does not match");
        assertThat(call("POST", "", "\"1\"", "{}").headers()).containsEntry("ETag", "2");
    }

    @Test
    void what_was_deleted_is_gone_and_can_be_set_anew() throws Exception {
        call("POST", "", "0", "{}");

        assertThat(call("DELETE", "", "1", "").status()).isEqualTo(200);
        assertThat(call("GET", "", "", "").status()).isEqualTo(404);
        assertThat(call("POST", "", "1", "{}").status()).isEqualTo(412);
        assertThat(call("POST", "", "0", "{}").headers()).containsEntry("ETag", "3");
    }

    @Test
    void a_patch_changes_what_it_names_alone() throws Exception {
        HttpReply first = call("PATCH", "", "", "{\"metrics_generator\":{\"disable_collection\":true}}");
        assertThat(first.headers()).containsEntry("ETag", "1");
        call("PATCH", "", "", "{\"cost_attribution\":{\"dimensions\":{\"host.name\":\"host\"}}}");
        HttpReply third = call(
                "PATCH",
                "skip-conflicting-overrides-check=true",
                "",
                "{\"metrics_generator\":{\"disable_collection\":null,\"processor\":{\"host_info\":"
                        + "{\"metric_name\":\"hosts\"}}},\"forwarders\":[]}");

        assertThat(text(third))
                .isEqualTo("{\"forwarders\":[],\"cost_attribution\":{\"dimensions\":{\"host.name\":\"host\"}},"
                        + "\"metrics_generator\":{\"processor\":{\"service_graphs\":{},\"span_metrics\":{},"
                        + "\"host_info\":{\"metric_name\":\"hosts\"}}}}");
        assertThat(text(call("GET", "", "", ""))).isEqualTo(text(third));
        assertThat(text(call(
                        "PATCH",
                        "",
                        "",
                        "{\"forwarders\":null,\"cost_attribution\":null," + "\"metrics_generator\":null}")))
                .isEqualTo(EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{} {}",
                "{\"unknown\":1}",
                "{\"ingestion\":{\"rate_limit_bytes\":1}}",
                "{\"metrics_generator\":{\"disable_collection\":\"true\"}}",
                "{\"metrics_generator\":{\"disable_collection\":true,\"disable_collection\":false}}",
                "{\"metrics_generator\":{\"processors\":[\"local-blocks\"]}}",
                "{\"metrics_generator\":{\"processors\":[null]}}",
                "{\"metrics_generator\":{\"processors\":[7]}}",
                "{\"metrics_generator\":{\"collection_interval\":\"1s\"}}",
                "{\"metrics_generator\":{\"collection_interval\":\"soon\"}}",
                "{\"metrics_generator\":{\"collection_interval\":1.5}}",
                "{\"metrics_generator\":{\"ingestion_time_range_slack\":\"13h\"}}",
                "{\"metrics_generator\":{\"trace_id_label_name\":\"trace id\"}}",
                "{\"metrics_generator\":{\"generate_native_histograms\":\"all\"}}",
                "{\"metrics_generator\":{\"native_histogram_bucket_factor\":1}}",
                "{\"metrics_generator\":{\"native_histogram_max_bucket_number\":-1}}",
                "{\"metrics_generator\":{\"native_histogram_max_bucket_number\":1.5}}",
                "{\"metrics_generator\":{\"span_name_sanitization\":\"on\"}}",
                "{\"metrics_generator\":{\"processor\":{\"service_graphs\":{\"histogram_buckets\":[0.1,\"x\"]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"service_graphs\":{\"histogram_buckets\":[2,1]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"intrinsic_dimensions\":{\"x\":true}}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"dimensions\":[\"a.b\"],"
                        + "\"dimension_mappings\":[{\"name\":\"a_b\",\"source_labels\":[\"c\"]}]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"filter_policies\":[{}]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"filter_policies\":[{\"include\":"
                        + "{\"match_type\":\"regex\",\"attributes\":[{\"key\":\"span.a\",\"value\":\"(\"}]}}]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"filter_policies\":[{\"include\":"
                        + "{\"match_type\":\"strict\",\"attributes\":[{\"key\":\"event.a\",\"value\":1}]}}]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"host_info\":{\"metric_name\":\"\"}}}}",
                "{\"cost_attribution\":{\"dimensions\":{\"a.b\":\"\",\"a_b\":\"\"}}}",
                "{\"forwarders\":[\"elsewhere\"]}",
                "null",
                "{\"metrics_generator\":{\"native_histogram_bucket_factor\":\"NaN\"}}",
                "{\"metrics_generator\":{\"native_histogram_bucket_factor\":\"Infinity\"}}",
                "{\"metrics_generator\":{\"trace_id_label_name\":\"__name__\"}}",
                "{\"metrics_generator\":{\"processor\":{\"service_graphs\":{\"histogram_buckets\":[\"NaN\"]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"service_graphs\":{\"histogram_buckets\":[-1,0,1]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"service_graphs\":{\"dimensions\":[\"a.b\",\"a_b\"]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"service_graphs\":{\"dimensions\":[\"\"]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"dimensions\":[\"a\",\"a\"]}}}}",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"dimensions\":[\"\"]}}}}"
            })
    void what_makes_no_sense_is_refused_by_post_and_patch(String body) throws Exception {
        assertRefused("POST", "0", body);
        if (!body.equals("{} {}")) {
            assertRefused("PATCH", "", body);
        }
        assertThat(call("GET", "", "", "").status()).isEqualTo(404);
    }

    @Test
    void an_unknown_key_is_named_with_those_that_are_known() {
        assertThatThrownBy(() ->
                        call("POST", "", "0", "{\"metrics_generator\":{\"processor\":{\"host_info\":{\"x\":1}}}}"))
                .hasMessageContaining("metrics_generator.processor.host_info.x")
                .hasMessageContaining("host_identifiers, metric_name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"forwarders\":\"x\"}                                         # forwarders is no list",
                "{\"forwarders\":[[]]}                                          # forwarders.[0] is no text",
                "{\"metrics_generator\":7}                                      # metrics_generator is no object",
                "{\"metrics_generator\":{\"disable_collection\":\"true\"}}      # is neither true nor false",
                "{\"metrics_generator\":{\"native_histogram_bucket_factor\":{}}} # is no number",
                "{\"metrics_generator\":{\"native_histogram_max_bucket_number\":1.5}} # is no whole number",
                "{\"metrics_generator\":{\"collection_interval\":1.5}}          # is no duration",
                "{\"metrics_generator\":{\"processor\":{\"span_metrics\":[]}}}  # span_metrics is no object",
                "{\"metrics_generator\":{\"processors\":[null]}}                # null is no element of a list",
                "[]                                                           # invalid overrides: is no object",
                "{                                                            # Unexpected end-of-input"
            })
    void a_value_of_another_type_is_told_in_the_words_of_json(String body, String message) {
        assertThatThrownBy(() -> call("POST", "", "0", body))
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("java.", "jackson", "spanflame", "class ");
    }

    @Test
    void parameters_that_mean_nothing_are_refused() {
        assertThatThrownBy(() -> call("GET", "scope=all", "", "")).hasMessageContaining("api or merged");
        assertThatThrownBy(() -> call("POST", "skip-conflicting-overrides-check=perhaps", "0", "{}"))
                .hasMessageContaining("true or false");
    }

    @Test
    void tenants_have_their_own() throws Exception {
        call("POST", "", "0", "{}");

        assertThat(call(new Tenant("b"), "GET", "", "", "").status()).isEqualTo(404);
    }

    @Test
    void of_many_writers_at_once_one_wins_each_version_and_every_patch_holds() throws Exception {
        call("POST", "", "0", "{}");
        Set<Integer> statuses = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> posts = new ArrayList<>();
            List<Callable<Integer>> patches = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "d" + i;
                posts.add(() -> call("POST", "", "1", "{}").status());
                patches.add(
                        () -> call("PATCH", "", "", "{\"cost_attribution\":{\"dimensions\":{\"" + name + "\":\"\"}}}")
                                .status());
            }
            int won = 0;
            for (Future<Integer> post : threads.invokeAll(posts)) {
                won += post.get() == 200 ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
            for (Future<Integer> patch : threads.invokeAll(patches)) {
                statuses.add(patch.get());
            }
        }

        HttpReply got = call("GET", "", "", "");
        assertThat(statuses).containsExactly(200);
        assertThat(text(got)).contains("\"d0\"", "\"d3\"", "\"d7\"");
        assertThat(got.headers()).containsEntry("ETag", "10");
    }

    @Test
    void few_versions_are_kept_and_a_damaged_one_is_told() throws Exception {
        call("POST", "", "0", "{}");
        for (int i = 1; i < 30; i++) {
            call("POST", "", Integer.toString(i), "{}");
        }
        assertThat(objects.list(ListRequest.objects("a/overrides/")).objects()).hasSize(10);

        objects.put("a/overrides/" + "%020d".formatted(31) + ".json", Payload.of(new byte[] {'{'}));

        assertThatThrownBy(() -> call("GET", "", "", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
    }

    @Test
    void what_a_tenant_set_is_shown_to_it_alone() throws Exception {
        assertThat(text(status("/status/overrides", Map.of()))).isEqualTo("{\"tenants\":{}}");
        assertThat(status("/status/overrides/{tenant}", Map.of("tenant", "a")).status())
                .isEqualTo(404);

        call("POST", "", "0", "{}");

        assertThat(text(status("/status/overrides", Map.of()))).isEqualTo("{\"tenants\":{\"a\":" + EMPTY + "}}");
        assertThat(text(status("/status/overrides/{tenant}", Map.of("tenant", "a"))))
                .isEqualTo(EMPTY);
        assertThat(status("/status/overrides/{tenant}", Map.of("tenant", "b")).status())
                .isEqualTo(404);
    }

    private HttpReply status(String pattern, Map<String, String> parameters) throws Exception {
        Route route = routes.stream()
                .filter(one -> one.pattern().equals(pattern))
                .findFirst()
                .orElseThrow();
        Caller caller = new Caller(List.of(TENANT), new Headers(), () -> false);
        return route.handler()
                .handle(new HttpCall(caller, "GET", pattern, parameters, QueryParameters.parse(""), new byte[0]));
    }

    private void assertRefused(String method, String version, String body) {
        assertThatThrownBy(() -> call(method, "", version, body))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    private HttpReply call(String method, String query, String version, String body) throws Exception {
        return call(TENANT, method, query, version, body);
    }

    private HttpReply call(Tenant tenant, String method, String query, String version, String body) throws Exception {
        Headers headers = version.isEmpty() ? new Headers() : new Headers().add("If-Match", version);
        Route route = routes.stream()
                .filter(one -> one.methods().contains(method))
                .findFirst()
                .orElseThrow();
        Caller caller = new Caller(List.of(tenant), headers, () -> false);
        return route.handler()
                .handle(new HttpCall(
                        caller,
                        method,
                        "/api/overrides",
                        Map.of(),
                        QueryParameters.parse(query),
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(HttpReply reply) {
        return new String(ApiCalls.bytes(reply), StandardCharsets.UTF_8);
    }
}
