package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.profiles.v1development.Function;
import io.opentelemetry.proto.profiles.v1development.Line;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.ResourceProfiles;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.ScopeProfiles;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.profiles.v1development.ValueType;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Profiles by OTLP's ways, on the ports where senders look for them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtlpProfilesTest {
    private static final String PATH = "/v1development/profiles";

    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"otlp-grpc", "otlp-http", "pyroscope"})
    void a_profile_is_found_whichever_way_it_came(String port) throws IOException {
        URI uri = server.uri(port).resolve(PATH);
        String grpc = "grpc-" + port;
        String binary = "binary-" + port;
        String json = "json-" + port;

        try (GrpcProbe probe = new GrpcProbe(server, port)) {
            assertThat(probe.export(request(grpc, 1)).hasPartialSuccess()).isFalse();
        }
        Wire.Answer stored = Wire.post(
                uri,
                Wire.gzip(request(binary, 1).toByteArray()),
                "Content-Type",
                "application/x-protobuf",
                "Content-Encoding",
                "gzip");
        Wire.Answer written = Wire.post(
                uri,
                JsonFormat.printer().print(request(json, 1)).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");

        assertThat(stored.status()).as(stored.text()).isEqualTo(200);
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        assertThat(written.header("Content-Type")).isEqualTo("application/json");
        assertThat(written.text()).isEqualTo("{}");
        for (String service : List.of(grpc, binary, json)) {
            assertThat(Profiles.flameGraph(server, service)).containsEntry("work", 30_000_000L);
        }
    }

    @Test
    void a_bad_profile_is_refused_alone_and_what_is_sent_again_counts_once() throws IOException {
        URI uri = server.uri("otlp-http").resolve(PATH);
        byte[] body = request("neighbours", 1, 7).toByteArray();

        Wire.Answer first = Wire.post(uri, body, "Content-Type", "application/x-protobuf");
        Wire.Answer second = Wire.post(uri, body, "Content-Type", "application/x-protobuf");

        assertThat(first.status()).isEqualTo(200);
        ExportProfilesServiceResponse response = ExportProfilesServiceResponse.parseFrom(first.body());
        assertThat(response.getPartialSuccess().getRejectedProfiles()).isEqualTo(1);
        assertThat(response.getPartialSuccess().getErrorMessage()).contains("stack 7 of a table with 2 entries");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(Profiles.flameGraph(server, "neighbours")).containsEntry("work", 30_000_000L);
    }

    @Test
    void samples_below_zero_are_told_and_the_others_kept() throws IOException {
        ExportProfilesServiceRequest.Builder request = request("negative", 1).toBuilder();
        request.getResourceProfilesBuilder(0)
                .getScopeProfilesBuilder(0)
                .getProfilesBuilder(0)
                .addSamples(Sample.newBuilder().setStackIndex(1).addValues(-4));

        Wire.Answer answer = Wire.post(
                server.uri("otlp-http").resolve(PATH),
                request.build().toByteArray(),
                "Content-Type",
                "application/x-protobuf");

        ExportProfilesServiceResponse response = ExportProfilesServiceResponse.parseFrom(answer.body());
        assertThat(response.getPartialSuccess().getRejectedProfiles()).isZero();
        assertThat(response.getPartialSuccess().getErrorMessage()).contains("1 samples with a value below 0");
        assertThat(Profiles.flameGraph(server, "negative")).containsEntry("work", 30_000_000L);
    }

    /// Several sample types in a profile, and stacks as ranges of its locations.
    @Test
    void json_in_the_layout_of_version_1_7_is_read() {
        String json = """
                {"resourceProfiles":[{"resource":{"attributes":[
                    {"key":"service.name","value":{"stringValue":"older"}}]},
                  "scopeProfiles":[{"profiles":[{
                    "sampleType":[{"typeStrindex":3,"unitStrindex":4}],
                    "sample":[{"locationsLength":2,"value":["7"]},
                      {"locationsStartIndex":1,"locationsLength":1,"value":["5"],"attributeIndices":[1]}],
                    "locationIndices":[1,2],"timeNanos":"%d","durationNanos":"1000000000",
                    "periodType":{"typeStrindex":3,"unitStrindex":4},"period":"10"}]}]}],
                 "dictionary":{"stringTable":["","samples","count","cpu","nanoseconds","work","main"],
                  "attributeTable":[{},{"key":"pool","value":{"stringValue":"blue"}}],
                  "functionTable":[{},{"nameStrindex":5},{"nameStrindex":6}],
                  "locationTable":[{},{"line":[{"functionIndex":1}]},{"line":[{"functionIndex":2}]}]}}
                """.formatted(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));

        Wire.Answer answer = Wire.post(
                server.uri("otlp-http").resolve(PATH),
                json.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{}");
        assertThat(Profiles.flameGraph(server, "older"))
                .containsEntry("main", 12L)
                .containsEntry("work", 7L);
        assertThat(Profiles.flameGraph(server, Profiles.CPU + "{service_name=\"older\",pool=\"blue\"}", ""))
                .containsEntry("main", 5L)
                .doesNotContainKey("work");
    }

    /// A request with a profile for each stack, of which only the one numbered 1 is there.
    private static ExportProfilesServiceRequest request(String service, int... stacks) {
        ScopeProfiles.Builder scope = ScopeProfiles.newBuilder();
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        for (int stack : stacks) {
            scope.addProfiles(Profile.newBuilder()
                    .setTimeUnixNano(now)
                    .setDurationNano(1_000_000_000)
                    .setSampleType(ValueType.newBuilder().setTypeStrindex(1).setUnitStrindex(2))
                    .setPeriodType(ValueType.newBuilder().setTypeStrindex(3).setUnitStrindex(4))
                    .setPeriod(10_000_000)
                    .addSamples(Sample.newBuilder().setStackIndex(stack).addValues(3)));
        }
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("service.name")
                        .setValue(AnyValue.newBuilder().setStringValue(service)));
        return ExportProfilesServiceRequest.newBuilder()
                .addResourceProfiles(
                        ResourceProfiles.newBuilder().setResource(resource).addScopeProfiles(scope))
                .setDictionary(dictionary())
                .build();
    }

    private static ProfilesDictionary dictionary() {
        ProfilesDictionary.Builder dictionary = ProfilesDictionary.newBuilder()
                .addAllStringTable(List.of("", "samples", "count", "cpu", "nanoseconds", "work", "main"))
                .addFunctionTable(Function.getDefaultInstance())
                .addLocationTable(Location.getDefaultInstance())
                .addStackTable(Stack.getDefaultInstance())
                .addStackTable(Stack.newBuilder().addLocationIndices(1).addLocationIndices(2));
        for (int function = 1; function <= 2; function++) {
            dictionary.addFunctionTable(Function.newBuilder().setNameStrindex(4 + function));
            dictionary.addLocationTable(
                    Location.newBuilder().addLines(Line.newBuilder().setFunctionIndex(function)));
        }
        return dictionary.build();
    }
}
