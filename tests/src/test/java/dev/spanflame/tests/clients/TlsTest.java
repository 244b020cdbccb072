package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import dev.spanflame.objectstore.server.TestCertificate;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesRequest;
import dev.spanflame.proto.tempopb.SearchTagValuesResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.SearchTagsRequest;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.StreamingClient;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A server with TLS on its ports, as grpc-java (which insists on `h2` by ALPN) and curl find it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private final String known = Spans.newTraceId();
    private TestCertificate certificate;
    private SpanflameProcess server;
    private ManagedChannel queries;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        certificate = TestCertificate.make(folder, "server");
        server = SpanflameProcess.start(
                folder,
                "--multi-tenancy",
                "--tls.certificate=" + certificate.certificate(),
                "--tls.key=" + certificate.key());
        queries = channel("query");
        try (GrpcProbe probe = new GrpcProbe(channel("otlp-grpc"))) {
            probe.export(Spans.one(known, "secured", 1), "red");
        }
    }

    @AfterAll
    void stop() {
        queries.shutdownNow();
        server.close();
    }

    private ManagedChannel channel(String port) throws IOException {
        return Grpc.newChannelBuilderForAddress(
                        "127.0.0.1",
                        server.uri(port).getPort(),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(certificate.certificate().toFile())
                                .build())
                .build();
    }

    @Test
    void every_call_of_the_streaming_service_is_answered_for_its_tenant() {
        SearchRequest search = SearchRequest.newBuilder().setQuery("{}").build();
        assertThat(call("red", "Search", search, SearchResponse.getDefaultInstance()))
                .anySatisfy(message -> assertThat(message.getTracesList()).hasSize(1));
        assertThat(call("blue", "Search", search, SearchResponse.getDefaultInstance()))
                .allSatisfy(message -> assertThat(message.getTracesList()).isEmpty());
        SearchTagsRequest names = SearchTagsRequest.getDefaultInstance();
        assertThat(last("SearchTags", names, SearchTagsResponse.getDefaultInstance())
                        .getTagNamesList())
                .contains("service.name");
        assertThat(last("SearchTagsV2", names, SearchTagsV2Response.getDefaultInstance())
                        .getScopesList())
                .isNotEmpty();
        SearchTagValuesRequest values = SearchTagValuesRequest.newBuilder()
                .setTagName("resource.service.name")
                .build();
        assertThat(last("SearchTagValues", values, SearchTagValuesResponse.getDefaultInstance())
                        .getTagValuesList())
                .containsExactly("secured");
        assertThat(last("SearchTagValuesV2", values, SearchTagValuesV2Response.getDefaultInstance())
                        .getTagValuesList())
                .hasSize(1);
        String count = "{} | count_over_time()";
        QueryInstantRequest instant =
                QueryInstantRequest.newBuilder().setQuery(count).build();
        assertThat(last("MetricsQueryInstant", instant, QueryInstantResponse.getDefaultInstance())
                        .getSeries(0)
                        .getValue())
                .isPositive();
        QueryRangeRequest range = QueryRangeRequest.newBuilder()
                .setQuery(count)
                .setStep(60_000_000_000L)
                .build();
        assertThat(last("MetricsQueryRange", range, QueryRangeResponse.getDefaultInstance())
                        .getSeriesList())
                .hasSize(1);
    }

    @Test
    void a_call_without_tenant_is_refused() {
        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call("", "Search", SearchRequest.getDefaultInstance(), SearchResponse.getDefaultInstance()));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void curl_asks_the_same_port_by_both_versions_of_http() throws IOException, InterruptedException {
        Assumptions.assumeTrue(CurlTest.isInstalled(), "SKIPPED-TOOLCHAIN: curl is not installed");
        String address = server.uri("query").toString().replace("http://", "https://");
        for (String version : List.of("1.1", "2")) {
            String answer = CurlTest.curl(
                    "-sS",
                    "--cacert",
                    certificate.certificate().toString(),
                    "--http" + version,
                    "-H",
                    "X-Scope-OrgID: red",
                    "-w",
                    " %{http_code} %{http_version}",
                    address + "/api/search?q=%7B%7D");
            assertThat(answer).contains(known.replaceFirst("^0+", "")).endsWith(" 200 " + version);
        }
        assertThat(CurlTest.curl("-sS", "-w", " %{http_code}", address.replace("https", "http") + "/ready"))
                .contains("this port speaks TLS")
                .endsWith(" 400");
    }

    private <Q extends Message, R extends Message> R last(String name, Q request, R reply) {
        return call("red", name, request, reply).getLast();
    }

    private <Q extends Message, R extends Message> List<R> call(String tenant, String name, Q request, R reply) {
        return new StreamingClient(queries)
                .call(StreamingClient.tenant(tenant), name, request, reply, CallOptions.DEFAULT);
    }
}
