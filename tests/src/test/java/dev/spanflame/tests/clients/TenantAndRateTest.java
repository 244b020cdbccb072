package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tenants are told apart on every port alike, and each has its own rate.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantAndRateTest {
    private static final String HEADER = "X-Scope-OrgID";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final int BURST = 100_000;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private SpanflameProcess server;
    private Tempo tempo;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(
                folder, "--multi-tenancy", "--limits.ingestion-rate=1KiB", "--limits.ingestion-burst=" + BURST);
        tempo = new Tempo(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private record Door(String name, URI uri, ByteString body, String type) {
        Wire.Answer ask(String... tenant) {
            List<String> headers = new ArrayList<>(List.of("Content-Type", type));
            if (tenant.length > 0) {
                headers.addAll(List.of(HEADER, tenant[0]));
            }
            return body.isEmpty()
                    ? Wire.get(uri, headers.toArray(String[]::new))
                    : Wire.post(uri, body.toByteArray(), headers.toArray(String[]::new));
        }
    }

    private List<Door> doors() {
        ByteString spans = Spans.one(Spans.newTraceId(), "tenants", 1).toByteString();
        ByteString push = Profiles.push("tenants", 1, "main").toByteString();
        ByteString json = ByteString.copyFromUtf8("{}");
        return List.of(
                new Door("OTLP", server.uri("otlp-http").resolve("/v1/traces"), spans, PROTOBUF),
                new Door("search", server.uri("query").resolve("/api/search?q=%7B%7D"), ByteString.EMPTY, PROTOBUF),
                new Door("push", server.uri("pyroscope").resolve(Profiles.PUSH), push, "application/proto"),
                new Door("types", server.uri("pyroscope").resolve(Profiles.TYPES), json, "application/json"),
                new Door("types", server.uri("query").resolve(Profiles.TYPES), json, "application/json"));
    }

    @Test
    void every_port_wants_a_tenant() {
        assertThat(doors()).allSatisfy(door -> assertThat(door.ask().status()).isEqualTo(401));
    }

    @Test
    void every_port_refuses_a_bad_tenant() {
        assertThat(doors())
                .allSatisfy(door -> assertThat(door.ask("a/b").status()).isEqualTo(400));
    }

    @Test
    void every_port_takes_a_good_tenant() {
        assertThat(doors())
                .allSatisfy(door -> assertThat(door.ask("good").status()).isEqualTo(200));
    }

    @Test
    void grpc_has_the_same_rules() {
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            assertThat(refusal(probe, "").getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal(probe, "a/b").getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refusal(probe, "a|b").getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void a_tenant_sees_its_own_data_alone_and_a_reader_may_name_several() {
        String first = Spans.newTraceId();
        String second = Spans.newTraceId();
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            probe.export(Spans.one(first, "apart", 1), "red");
            probe.export(Spans.one(second, "apart", 1), "blue");
        }
        String query = "{ resource.service.name = \"apart\" }";

        assertThat(tempo.search(query, HEADER, "red")).containsExactly(first);
        assertThat(tempo.search(query, HEADER, "blue")).containsExactly(second);
        assertThat(tempo.search(query, HEADER, "red|blue")).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void a_tenant_over_its_rate_is_told_when_to_come_again_and_others_are_served() {
        byte[] request = Spans.one(Spans.newTraceId(), "rate", BURST * 3 / 5).toByteArray();
        assertThat(export(request, "eager").status()).isEqualTo(200);

        Wire.Answer refused = export(request, "eager");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(export(request, "modest").status()).isEqualTo(200);
    }

    @Test
    void over_grpc_the_wait_is_in_the_details_of_the_status() {
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            ExportTraceServiceRequest request = Spans.one(Spans.newTraceId(), "rate", BURST * 3 / 5);
            probe.export(request, "hasty");

            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> probe.export(request, "hasty"));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            byte[] details = Objects.requireNonNull(refused.getTrailers()).get(DETAILS);
            assertThat(new String(Objects.requireNonNull(details), StandardCharsets.ISO_8859_1))
                    .contains("google.rpc.RetryInfo");
        }
    }

    private static StatusRuntimeException refusal(GrpcProbe probe, String tenant) {
        return catchThrowableOfType(
                StatusRuntimeException.class, () -> probe.export(Spans.one(Spans.newTraceId(), "grpc", 1), tenant));
    }

    private Wire.Answer export(byte[] request, String tenant) {
        return Wire.post(
                server.uri("otlp-http").resolve("/v1/traces"), request, "Content-Type", PROTOBUF, HEADER, tenant);
    }
}
