package dev.spanflame.generator.graph;

import static dev.spanflame.generator.TestSpans.NOW;
import static dev.spanflame.generator.TestSpans.attribute;
import static dev.spanflame.generator.TestSpans.failed;
import static dev.spanflame.generator.TestSpans.lines;
import static dev.spanflame.generator.TestSpans.of;
import static dev.spanflame.generator.TestSpans.resource;
import static dev.spanflame.generator.TestSpans.service;
import static dev.spanflame.generator.TestSpans.span;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CONSUMER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_PRODUCER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.spanflame.generator.TestSpans;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanRow;
import dev.spanflame.generator.span.SpanWeight;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.wire.WireWriter;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceGraphsTest {
    private static final List<String> PEERS = List.of("peer.service", "db.name", "db.system", "db.system.name");
    private static final List<String> DATABASES = List.of("db.namespace", "db.name", "db.system", "db.system.name");

    private final Registry registry = new Registry(TestSpans.settings(HistogramKind.CLASSIC), 0);
    private ServiceGraphs graphs = graphs(List.of(), false, false, SpanFilter.ALL);

    private ServiceGraphs graphs(List<String> dimensions, boolean prefix, boolean all, SpanFilter filter) {
        return graphs(dimensions, prefix, all, filter, 100);
    }

    private ServiceGraphs graphs(
            List<String> dimensions, boolean prefix, boolean all, SpanFilter filter, int maxItems) {
        return new ServiceGraphs(
                new ServiceGraphSettings(
                        true,
                        all,
                        all,
                        Duration.ofSeconds(10),
                        maxItems,
                        List.of(0.1, 1.0),
                        dimensions,
                        prefix,
                        all,
                        all,
                        PEERS,
                        DATABASES,
                        new SpanWeight("", false),
                        filter,
                        EdgeOwners.ALONE,
                        List.of()),
                registry);
    }

    private void see(ResourceSpans... resources) {
        SpanBatch batch = TestSpans.batch(resources);
        SpanRow row = new SpanRow();
        row.open(batch, NOW);
        for (int i = 0; i < batch.spans().size(); i++) {
            row.moveTo(i);
            graphs.take(row);
        }
    }

    private static ResourceSpans client(String service, long id, long millis) {
        return of(service(service), span("call", SPAN_KIND_CLIENT, id, 9, millis));
    }

    private static ResourceSpans server(String service, long parent, long millis) {
        return of(service(service), span("work", SPAN_KIND_SERVER, 100 + parent, parent, millis));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void two_halves_make_an_edge_whichever_comes_first(boolean clientFirst) {
        see(clientFirst ? client("shop", 1, 300) : server("stock", 1, 200));
        assertThat(lines(registry)).isEmpty();

        see(clientFirst ? server("stock", 1, 200) : client("shop", 1, 300));

        assertThat(lines(registry))
                .containsExactly("traces_service_graph_request_total{client=\"shop\",server=\"stock\"} 1");
        assertThat(graphs.counts()).isEqualTo(new GraphCounts(1, 0, 0, 0, 0, 0));
    }

    @Test
    void an_edge_has_both_durations() {
        graphs = graphs(List.of(), false, true, SpanFilter.ALL);

        see(client("shop", 1, 300), server("stock", 1, 50));

        assertThat(lines(registry))
                .contains(
                        "traces_service_graph_request_server_seconds_bucket{client=\"shop\",server=\"stock\",le=\"0.1\"} 1",
                        "traces_service_graph_request_server_seconds_sum{client=\"shop\",server=\"stock\"} 0.05",
                        "traces_service_graph_request_client_seconds_bucket{client=\"shop\",server=\"stock\",le=\"0.1\"} 0",
                        "traces_service_graph_request_client_seconds_bucket{client=\"shop\",server=\"stock\",le=\"1\"} 1",
                        "traces_service_graph_request_client_seconds_sum{client=\"shop\",server=\"stock\"} 0.3",
                        "traces_service_graph_connection_info{client=\"shop\",server=\"stock\"} 1");
    }

    @Test
    void a_failure_of_either_side_is_a_failed_call() {
        see(of(service("a"), failed(span("x", SPAN_KIND_CLIENT, 1, 9, 5))), server("b", 1, 5));
        see(client("a", 2, 5), of(service("b"), failed(span("x", SPAN_KIND_SERVER, 3, 2, 5))));
        see(client("a", 4, 5), server("b", 4, 5));

        assertThat(lines(registry))
                .containsExactly(
                        "traces_service_graph_request_failed_total{client=\"a\",server=\"b\"} 2",
                        "traces_service_graph_request_total{client=\"a\",server=\"b\"} 3");
    }

    @Test
    void messages_are_told_from_calls_and_their_way_is_measured() {
        graphs = graphs(List.of(), false, true, SpanFilter.ALL);
        Span.Builder sent = span("send", SPAN_KIND_PRODUCER, 1, 9, 400).setEndTimeUnixNano((NOW - 300) * 1_000_000);
        Span.Builder received = span("receive", SPAN_KIND_CONSUMER, 2, 1, 50);

        see(of(service("mail"), received), of(service("shop"), sent));

        assertThat(lines(registry))
                .contains(
                        "traces_service_graph_request_total{client=\"shop\",connection_type=\"messaging_system\",server=\"mail\"} 1",
                        "traces_service_graph_request_messaging_system_seconds_sum{client=\"shop\",connection_type=\"messaging_system\",server=\"mail\"} 0.25");
    }

    @Test
    void a_call_to_a_database_is_named_by_the_most_telling_attribute() {
        see(
                of(service("a"), db(1, "db.system", "postgresql")),
                of(service("a"), db(2, "db.name", "orders", "db.system", "postgresql")),
                of(service("a"), db(3, "db.namespace", "ns", "db.name", "orders")),
                of(service("a"), db(4, "db.name", "orders", "network.peer.address", "10.0.0.1")),
                of(
                        service("a"),
                        db(5, "db.name", "orders", "network.peer.address", "10.0.0.1", "network.peer.port", 5432L)),
                of(
                        service("a"),
                        db(6, "db.name", "orders", "server.address", "pg", "network.peer.address", "10.0.0.1")),
                of(service("a"), db(7, "db.name", "orders", "peer.service", "ledger", "server.address", "pg")));

        assertThat(lines(registry))
                .containsExactly(
                        edge("a", "10.0.0.1", "database"),
                        edge("a", "10.0.0.1:5432", "database"),
                        edge("a", "ledger", "database"),
                        edge("a", "ns", "database"),
                        edge("a", "orders", "database"),
                        edge("a", "pg", "database"),
                        edge("a", "postgresql", "database"));
        assertThat(graphs.counts().waiting()).isZero();
    }

    private static Span.Builder db(long id, Object... attributes) {
        Span.Builder span = span("query", SPAN_KIND_CLIENT, id, 9, 5);
        for (int i = 0; i < attributes.length; i += 2) {
            span.addAttributes(attribute(attributes[i].toString(), attributes[i + 1]));
        }
        return span;
    }

    private static String edge(String client, String server, String type) {
        return "traces_service_graph_request_total{client=\"" + client + "\",connection_type=\"" + type + "\",server=\""
                + server + "\"} 1";
    }

    @Test
    void a_server_span_without_parent_was_called_by_a_user_and_needs_not_wait() {
        graphs = graphs(List.of(), false, true, SpanFilter.ALL);

        see(of(service("shop"), span("GET", SPAN_KIND_SERVER, 1, 0, 50)));

        assertThat(lines(registry))
                .contains(
                        "traces_service_graph_request_total{client=\"user\",connection_type=\"virtual_node\",server=\"shop\",virtual_node=\"client\"} 1",
                        "traces_service_graph_request_client_seconds_sum{client=\"user\",connection_type=\"virtual_node\",server=\"shop\",virtual_node=\"client\"} 0.05");
    }

    @Test
    void a_peer_names_who_sends_no_spans() {
        see(
                of(
                        service("shop"),
                        span("GET", SPAN_KIND_SERVER, 1, 0, 50).addAttributes(attribute("peer.service", "app"))),
                of(
                        service("shop"),
                        span("pay", SPAN_KIND_CLIENT, 2, 9, 50).addAttributes(attribute("peer.service", "bank"))));
        graphs.expire(NOW + 9_999);
        assertThat(lines(registry)).containsExactly(edge("app", "shop", "virtual_node"));

        graphs.expire(NOW + 10_000);

        assertThat(lines(registry))
                .containsExactly(edge("app", "shop", "virtual_node"), edge("shop", "bank", "virtual_node"));
        assertThat(graphs.counts()).isEqualTo(new GraphCounts(2, 0, 0, 0, 0, 0));
    }

    @Test
    void halves_without_a_trace_of_the_other_side_expire_and_are_counted() {
        see(client("shop", 1, 5), server("stock", 7, 5), of(service("x"), span("i", SPAN_KIND_INTERNAL, 3, 1, 5)));

        graphs.expire(NOW + 10_000);

        assertThat(lines(registry)).isEmpty();
        assertThat(graphs.counts()).isEqualTo(new GraphCounts(2, 1, 1, 0, 0, 0));
    }

    @Test
    void there_is_room_for_so_many_halves_and_what_finds_none_is_counted() {
        graphs = graphs(List.of(), false, false, SpanFilter.ALL, 2);

        see(client("a", 1, 5), client("a", 2, 5), client("a", 3, 5));
        see(of(service("a"), db(4, "db.name", "orders")));
        see(server("b", 1, 5), server("b", 2, 5), server("b", 3, 5));

        assertThat(lines(registry))
                .containsExactly(
                        edge("a", "orders", "database"),
                        "traces_service_graph_request_total{client=\"a\",server=\"b\"} 2");
        assertThat(graphs.counts()).isEqualTo(new GraphCounts(4, 0, 0, 1, 0, 1));
    }

    @Test
    void spans_without_a_service_are_no_nodes() {
        see(of(resource(), span("x", SPAN_KIND_CLIENT, 1, 9, 5)), server("b", 1, 5));

        assertThat(graphs.counts()).isEqualTo(new GraphCounts(1, 0, 0, 0, 0, 1));
    }

    @Test
    void dimensions_are_those_of_the_server_or_of_both_sides() {
        ResourceSpans client = of(
                resource(attribute("service.name", "a"), attribute("zone", "1"), attribute("only", "c")),
                span("x", SPAN_KIND_CLIENT, 1, 9, 5));
        ResourceSpans server = of(
                resource(attribute("service.name", "b"), attribute("zone", "2")), span("x", SPAN_KIND_SERVER, 2, 1, 5));
        graphs = graphs(List.of("zone", "only", "client"), false, false, SpanFilter.ALL);
        see(server, client);
        assertThat(lines(registry))
                .containsExactly(
                        "traces_service_graph_request_total{client=\"a\",only=\"c\",server=\"b\",zone=\"2\"} 1");

        Registry second = new Registry(TestSpans.settings(HistogramKind.CLASSIC), 0);
        ServiceGraphs prefixed = new ServiceGraphs(
                new ServiceGraphSettings(
                        true,
                        false,
                        false,
                        Duration.ofSeconds(10),
                        10,
                        List.of(1.0),
                        List.of("zone", "only"),
                        true,
                        false,
                        false,
                        PEERS,
                        DATABASES,
                        new SpanWeight("", false),
                        SpanFilter.ALL,
                        EdgeOwners.ALONE,
                        List.of()),
                second);
        graphs = prefixed;
        see(client, server);
        assertThat(lines(second))
                .containsExactly("traces_service_graph_request_total{client=\"a\",client_only=\"c\",client_zone=\"1\","
                        + "server=\"b\",server_zone=\"2\"} 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_filter_leaves_out_takes_its_other_half_along(boolean filteredFirst) {
        graphs = graphs(
                List.of(),
                false,
                false,
                new SpanFilter(Policies.NONE, Policies.NONE, Policies.parse("resource.service.name = \"hidden\"")));
        ResourceSpans hidden = server("hidden", 1, 5);
        ResourceSpans caller =
                of(service("shop"), span("x", SPAN_KIND_CLIENT, 1, 9, 5).addAttributes(attribute("peer.service", "p")));

        see(filteredFirst ? hidden : caller);
        see(filteredFirst ? caller : hidden);
        graphs.expire(NOW + 20_000);

        assertThat(lines(registry)).isEmpty();
        assertThat(graphs.counts()).isEqualTo(new GraphCounts(filteredFirst ? 0 : 1, 0, 0, 0, 1, 0));
    }

    @Test
    void two_processes_make_of_split_traces_what_one_makes() {
        Registry[] registries = new Registry[2];
        ServiceGraphs[] processes = new ServiceGraphs[2];
        for (int self = 0; self < 2; self++) {
            registries[self] = new Registry(TestSpans.settings(HistogramKind.CLASSIC), 0);
            processes[self] = new ServiceGraphs(
                    new ServiceGraphSettings(
                            true,
                            true,
                            false,
                            Duration.ofSeconds(10),
                            1000,
                            List.of(0.1, 1.0),
                            List.of("zone"),
                            true,
                            false,
                            true,
                            PEERS,
                            DATABASES,
                            new SpanWeight("", false),
                            new SpanFilter(
                                    Policies.NONE, Policies.NONE, Policies.parse("resource.service.name = \"hidden\"")),
                            new EdgeOwners(2, self),
                            List.of()),
                    registries[self]);
        }
        for (int trace = 1; trace <= 200; trace++) {
            seeSplit(processes, trace);
        }
        processes[0].expire(NOW + 10_000);
        processes[1].expire(NOW + 10_000);

        assertThat(sum(registries, "request_total{client=\"a\",client_zone=\"1\",server=\"b\",server_zone=\"2\"} "))
                .isEqualTo(200);
        assertThat(sum(registries, "request_failed_total{client=\"a\"")).isEqualTo(200);
        assertThat(sum(registries, "request_server_seconds_sum{client=\"a\",client_zone=\"1\",server=\"b\""))
                .isCloseTo(200 * 0.02, within(1e-9));
        assertThat(sum(registries, "request_client_seconds_sum{client=\"a\",client_zone=\"1\",server=\"b\""))
                .isCloseTo(200 * 0.03, within(1e-9));
        assertThat(sum(registries, "server=\"pg\"} ")).isEqualTo(200);
        assertThat(sum(registries, "connection_type=\"virtual_node\",server=\"bank\",virtual_node=\"server\"} "))
                .isEqualTo(200);
        assertThat(sum(registries, "server=\"hidden")).isZero();
        for (ServiceGraphs process : processes) {
            assertThat(process.counts().droppedEdges()).isBetween(50L, 150L);
            assertThat(process.counts().expiredClients()).isZero();
            assertThat(process.counts().waiting()).isZero();
        }
    }

    @Test
    void what_another_process_sends_is_read_or_refused() {
        Random random = new Random(23);
        Edge edge = new Edge(0);
        edge.client = "shop".getBytes(StandardCharsets.UTF_8);
        edge.spanId = 7;
        WireWriter out = new WireWriter(64);
        EdgeCodec.write(edge, out);
        byte[] good = out.toByteArray();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                boolean cut = random.nextInt(8) == 0;
                graphs.merge(cut ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes, NOW);
            } catch (BackendException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
                refused++;
            }
        }

        assertThat(refused).isBetween(1000, 19_000);
        assertThat(graphs.counts().waiting()).isLessThanOrEqualTo(100);
    }

    /// Sends the calling side of a trace to the first process and the called side to the second.
    private static void seeSplit(ServiceGraphs[] processes, int trace) {
        ResourceSpans called = of(
                resource(attribute("service.name", "b"), attribute("zone", "2")),
                failed(ofTrace(trace, span("x", SPAN_KIND_SERVER, 11, 1, 20))));
        ResourceSpans hidden = of(service("hidden"), ofTrace(trace, span("x", SPAN_KIND_SERVER, 12, 2, 20)));
        ResourceSpans calling = of(
                resource(attribute("service.name", "a"), attribute("zone", "1")),
                ofTrace(trace, span("x", SPAN_KIND_CLIENT, 1, 9, 30)),
                ofTrace(trace, span("x", SPAN_KIND_CLIENT, 2, 9, 30)).addAttributes(attribute("peer.service", "p")),
                ofTrace(trace, span("x", SPAN_KIND_CLIENT, 3, 9, 30)).addAttributes(attribute("peer.service", "bank")));
        ResourceSpans query = of(
                service("c"),
                ofTrace(trace, span("x", SPAN_KIND_CLIENT, 4, 9, 30)).addAttributes(attribute("db.name", "pg")));
        for (int process = 0; process < 2; process++) {
            SpanBatch batch = process == 0 ? TestSpans.batch(calling) : TestSpans.batch(called, hidden, query);
            SpanRow row = new SpanRow();
            row.open(batch, NOW);
            for (int i = 0; i < batch.spans().size(); i++) {
                row.moveTo(i);
                processes[process].take(row);
            }
            processes[process].flush((owner, halves, count) -> processes[owner].merge(halves, NOW));
        }
    }

    private static Span.Builder ofTrace(int trace, Span.Builder span) {
        return span.setTraceId(ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(8, trace * 0x1234567L).array()));
    }

    private static double sum(Registry[] registries, String part) {
        return Stream.of(registries)
                .flatMap(registry -> lines(registry).stream())
                .filter(line -> line.contains(part) && !line.contains("_bucket") && !line.contains("_count"))
                .filter(line -> part.contains("seconds") == line.contains("seconds"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void edges_are_found_among_thousands_and_leave_nothing_behind() {
        graphs = graphs(List.of(), false, false, SpanFilter.ALL, 5000);
        for (long id = 1; id <= 3000; id++) {
            see(client("a", id, 5));
        }
        for (long id = 3000; id >= 1; id -= 2) {
            see(server("b", id, 5));
        }
        assertThat(graphs.counts()).isEqualTo(new GraphCounts(3000, 0, 0, 0, 0, 1500));
        graphs.expire(NOW + 10_000);

        assertThat(graphs.counts()).isEqualTo(new GraphCounts(3000, 1500, 0, 0, 0, 0));
        assertThat(lines(registry))
                .containsExactly("traces_service_graph_request_total{client=\"a\",server=\"b\"} 1500");
    }
}
