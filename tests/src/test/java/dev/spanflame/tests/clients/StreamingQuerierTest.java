package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.Sample;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesRequest;
import dev.spanflame.proto.tempopb.SearchTagValuesResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.SearchTagsRequest;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.proto.tempopb.TagValue;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.StreamingClient;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tempo's streaming service as Grafana calls it: grpc-java on the HTTP port, which has a limit of 4 MiB a
/// message.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingQuerierTest {
    private static final int LARGE = 1_200;
    private final String known = Spans.newTraceId();
    private SpanflameProcess server;
    private ManagedChannel channel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder, "--multi-tenancy", "--query.max-concurrent=1");
        channel = ManagedChannelBuilder.forAddress(
                        "127.0.0.1", server.uri("query").getPort())
                .usePlaintext()
                .build();
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            probe.export(Spans.one(known, "streamed", 1), "red");
            for (int i = 0; i < LARGE; i++) {
                probe.export(Spans.one(Spans.newTraceId(), "large", 10_000), "large");
            }
        }
    }

    @AfterAll
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void an_empty_answer_has_metrics_and_then_ends() {
        List<SearchResponse> messages = search("red", SearchRequest.newBuilder().setQuery("{ name = \"nobody\" }"));
        assertThat(messages).isNotEmpty().allMatch(SearchResponse::hasMetrics);
        assertThat(messages).allSatisfy(one -> assertThat(one.getTracesList()).isEmpty());
    }

    @Test
    void a_search_finds_what_the_tenant_of_the_metadata_has() {
        SearchRequest.Builder all = SearchRequest.newBuilder()
                .setQuery("{}")
                .setLimit(20)
                .setSpansPerSpanSet(3)
                .setStart((int) (System.currentTimeMillis() / 1000 - 900))
                .setEnd((int) (System.currentTimeMillis() / 1000 + 1));
        assertThat(ids(search("red", all))).hasSize(1).first().asString().endsWith(shortened(known));
        assertThat(ids(search("blue", all))).isEmpty();
        assertThat(ids(search("red|blue", all))).hasSize(1);
    }

    @Test
    void basic_authentication_does_not_matter_and_the_tenant_does() {
        SearchRequest all = SearchRequest.newBuilder().setQuery("{}").build();
        for (String tenant : List.of("red", "blue")) {
            Metadata headers = metadata(tenant);
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Basic dXNlcjpwYXNz");
            headers.put(Metadata.Key.of("x-prom-label-policy", Metadata.ASCII_STRING_MARSHALLER), "1:{a=\"b\"}");
            assertThat(ids(call(headers, "Search", all, SearchResponse.getDefaultInstance(), CallOptions.DEFAULT)))
                    .as(tenant)
                    .hasSize(tenant.equals("red") ? 1 : 0);
        }
    }

    @Test
    void a_large_answer_comes_in_messages_that_a_client_takes_and_no_trace_twice() {
        SearchRequest.Builder large = SearchRequest.newBuilder()
                .setQuery("{ } | select(span.padding)")
                .setLimit(LARGE);
        List<SearchResponse> messages = search("large", large);
        assertThat(messages).hasSizeGreaterThan(10).allSatisfy(message -> {
            assertThat(message.getSerializedSize()).isLessThan(2 << 20);
            assertThat(message.hasMetrics()).isTrue();
        });
        assertThat(ids(messages)).hasSize(LARGE).doesNotHaveDuplicates();
        SearchResponse last = messages.getLast();
        assertThat(last.getMetrics().getCompletedJobs())
                .isEqualTo(last.getMetrics().getTotalJobs());
    }

    @Test
    void a_bad_query_and_a_missing_tenant_are_told_by_their_status() {
        assertThat(status("red", "{ span.a = ")).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status("", "{}")).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status("a/b", "{}")).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void a_deadline_ends_the_call() {
        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call(
                        "large",
                        "Search",
                        SearchRequest.newBuilder()
                                .setQuery("{ span.padding =~ \".*(a|b)+.*y\" }")
                                .build(),
                        SearchResponse.getDefaultInstance(),
                        CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MILLISECONDS)));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void a_caller_who_does_not_read_keeps_no_other_query_waiting() throws InterruptedException {
        MethodDescriptor<SearchRequest, SearchResponse> method = StreamingClient.streaming(
                "Search", SearchRequest.getDefaultInstance(), SearchResponse.getDefaultInstance());
        Metadata headers = metadata("large");
        List<ClientCall<SearchRequest, SearchResponse>> lazy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CountDownLatch first = new CountDownLatch(1);
            ClientCall<SearchRequest, SearchResponse> call = channel.newCall(method, CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(SearchResponse message) {
                            first.countDown();
                        }
                    },
                    headers);
            call.request(1);
            call.sendMessage(SearchRequest.newBuilder()
                    .setQuery("{ } | select(span.padding)")
                    .setLimit(LARGE)
                    .build());
            call.halfClose();
            // answers that nobody reads fill the memory for queries: those behind them may wait or be refused
            assertThat(i > 0 || first.await(20, TimeUnit.SECONDS)).isTrue();
            lazy.add(call);
        }
        long start = System.nanoTime();
        assertThat(search("red", SearchRequest.newBuilder().setQuery("{}"))).isNotEmpty();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
        lazy.forEach(call -> call.cancel("test", null));
    }

    @Test
    void metrics_are_streamed() {
        QueryInstantRequest instant = QueryInstantRequest.newBuilder()
                .setQuery("{} | count_over_time() by (resource.service.name)")
                .build();
        QueryInstantResponse counted = call(
                        "red", "MetricsQueryInstant", instant, QueryInstantResponse.getDefaultInstance())
                .getLast();
        assertThat(counted.hasMetrics()).isTrue();
        assertThat(counted.getSeriesList()).singleElement().satisfies(series -> {
            assertThat(series.getLabels(0).getValue().getStringValue()).isEqualTo("streamed");
            assertThat(series.getValue()).isPositive();
        });
        QueryRangeRequest range = QueryRangeRequest.newBuilder()
                .setQuery("{} | count_over_time()")
                .setStep(60_000_000_000L)
                .build();
        List<QueryRangeResponse> over =
                call("red", "MetricsQueryRange", range, QueryRangeResponse.getDefaultInstance());
        double sum = over.stream()
                .flatMap(message -> message.getSeriesList().stream())
                .flatMap(series -> series.getSamplesList().stream())
                .mapToDouble(Sample::getValue)
                .sum();
        assertThat(sum).isEqualTo(counted.getSeries(0).getValue());
    }

    @Test
    void a_search_is_no_metrics_query() {
        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call(
                        "red",
                        "MetricsQueryInstant",
                        QueryInstantRequest.newBuilder().setQuery("{}").build(),
                        QueryInstantResponse.getDefaultInstance()));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void names_and_values_of_attributes_are_streamed() {
        SearchTagsRequest names = SearchTagsRequest.newBuilder().build();
        assertThat(call("red", "SearchTags", names, SearchTagsResponse.getDefaultInstance())
                        .getLast()
                        .getTagNamesList())
                .contains("service.name", "padding");
        assertThat(call("red", "SearchTagsV2", names, SearchTagsV2Response.getDefaultInstance())
                        .getLast()
                        .getScopesList())
                .anySatisfy(scope -> {
                    assertThat(scope.getName()).isEqualTo("resource");
                    assertThat(scope.getTagsList()).contains("service.name");
                });
        SearchTagValuesRequest plain =
                SearchTagValuesRequest.newBuilder().setTagName("service.name").build();
        assertThat(call("red", "SearchTagValues", plain, SearchTagValuesResponse.getDefaultInstance())
                        .getLast()
                        .getTagValuesList())
                .containsExactly("streamed");
        SearchTagValuesRequest typed = plain.toBuilder()
                .setTagName("resource.service.name")
                .setQuery("{ name = \"work\" }")
                .setMaxTagValues(10)
                .build();
        assertThat(call("red", "SearchTagValuesV2", typed, SearchTagValuesV2Response.getDefaultInstance())
                        .getLast()
                        .getTagValuesList())
                .containsExactly(TagValue.newBuilder()
                        .setType("string")
                        .setValue("streamed")
                        .build());
    }

    private Status.Code status(String tenant, String query) {
        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> search(tenant, SearchRequest.newBuilder().setQuery(query)));
        return error.getStatus().getCode();
    }

    private List<SearchResponse> search(String tenant, SearchRequest.Builder request) {
        return call(tenant, "Search", request.build(), SearchResponse.getDefaultInstance());
    }

    private <Q extends Message, R extends Message> List<R> call(String tenant, String name, Q request, R reply) {
        return call(tenant, name, request, reply, CallOptions.DEFAULT);
    }

    private <Q extends Message, R extends Message> List<R> call(
            String tenant, String name, Q request, R reply, CallOptions options) {
        return call(metadata(tenant), name, request, reply, options);
    }

    private static Metadata metadata(String tenant) {
        return StreamingClient.tenant(tenant);
    }

    private <Q extends Message, R extends Message> List<R> call(
            Metadata headers, String name, Q request, R reply, CallOptions options) {
        return new StreamingClient(channel).call(headers, name, request, reply, options);
    }

    private static List<String> ids(List<SearchResponse> messages) {
        return messages.stream()
                .flatMap(message -> message.getTracesList().stream())
                .map(TraceSearchMetadata::getTraceID)
                .toList();
    }

    private static String shortened(String id) {
        return id.replaceFirst("^0+", "");
    }
}
