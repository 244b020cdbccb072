package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.symbols.TestPrograms;
import dev.spanflame.proto.types.v1.LabelPair;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A profiler brings the file with the symbols of a program, in the steps that Pyroscope's clients take.
class DebuginfoTest {
    private static final String SERVICE = "/debuginfo.v1alpha1.DebuginfoService/";

    @TempDir
    Path folder;

    @Test
    void an_uploaded_program_names_the_frames_of_profiles_sent_before() throws Exception {
        TestPrograms.Built program = TestPrograms.c(folder);
        byte[] file = Files.readAllBytes(program.file());
        String id = program.buildId();
        try (SpanflameProcess server = SpanflameProcess.start(folder.resolve("data"))) {
            push(server, program);
            String place = "libshop.so+0x" + Long.toHexString(program.inlined());
            assertThat(Profiles.flameGraph(server, "native")).containsEntry(place, 7L);

            assertThat(post(server, "Upload/" + id, file).status()).isEqualTo(412);
            Wire.Answer wanted = ask(server, "ShouldInitiateUpload", announce(id));
            assertThat(wanted.json().path("shouldInitiateUpload").asBoolean())
                    .as(wanted.text())
                    .isTrue();
            assertThat(ask(server, "ShouldInitiateUpload", announce(id)).text()).contains("another sender");
            assertThat(ask(server, "UploadFinished", "{\"gnuBuildId\":\"" + id + "\"}")
                            .status())
                    .isEqualTo(400);
            Wire.Answer wrong = post(server, "Upload/" + id, "no program".getBytes(StandardCharsets.UTF_8));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.text()).contains("7f 45 4c 46");
            assertThat(ask(server, "ListDebuginfo", "{}").text()).isEqualTo("{}");
            assertThat(post(server, "Upload/" + id, file).status()).isEqualTo(412);
            assertThat(ask(server, "ShouldInitiateUpload", announce(id)).text()).contains("true");
            assertThat(post(server, "Upload/" + id, file).status()).isEqualTo(200);
            assertThat(ask(server, "UploadFinished", "{\"gnuBuildId\":\"" + id + "\"}")
                            .status())
                    .isEqualTo(200);

            assertThat(ask(server, "ListDebuginfo", "{}").text())
                    .contains(id, "STATE_UPLOADED", "\"sizeBytes\":\"" + file.length + "\"");
            assertThat(ask(server, "ShouldInitiateUpload", announce(id)).text()).doesNotContain("true");
        }
        try (SpanflameProcess server = SpanflameProcess.start(folder.resolve("data"))) {
            Map<String, Long> named = Profiles.flameGraph(server, "native");
            assertThat(named).containsEntry("outer_function", 7L).containsEntry("innermost", 7L);

            assertThat(ask(server, "DeleteDebuginfo", "{\"gnuBuildId\":\"" + id + "\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(ask(server, "ListDebuginfo", "{}").text()).isEqualTo("{}");
            Wire.Answer bad = ask(server, "DeleteDebuginfo", "{\"gnuBuildId\":\"../x\"}");
            assertThat(bad.status()).isEqualTo(400);
            assertThat(bad.text()).contains("hexadecimal");
        }
    }

    @Test
    void a_server_that_takes_none_says_so() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder, "--symbols.uploads=false")) {
            assertThat(ask(server, "ShouldInitiateUpload", announce("aabb")).text())
                    .isEqualTo("{\"reason\":\"DebugInfo upload disabled\"}");
        }
    }

    @Test
    void a_tenant_has_as_many_files_as_its_quota_says() throws Exception {
        TestPrograms.Built program = TestPrograms.c(folder);
        byte[] file = Files.readAllBytes(program.file());
        try (SpanflameProcess server = SpanflameProcess.start(
                folder.resolve("data"), "--symbols.max-files=2", "--symbols.max-bytes=" + (file.length - 1))) {
            assertThat(ask(server, "ShouldInitiateUpload", announce(program.buildId()))
                            .text())
                    .contains("true");
            Wire.Answer large = post(server, "Upload/" + program.buildId(), file);
            assertThat(large.status()).isEqualTo(413);
            assertThat(large.text()).contains("symbols.max-bytes", "DeleteDebuginfo");
            assertThat(ask(server, "ListDebuginfo", "{}").text()).isEqualTo("{}");

            assertThat(ask(server, "ShouldInitiateUpload", announce("aa")).text())
                    .contains("true");
            assertThat(ask(server, "ShouldInitiateUpload", announce("bb")).text())
                    .contains("true");
            assertThat(ask(server, "ShouldInitiateUpload", announce("cc")).text())
                    .contains("there is no room", "symbols.max-files")
                    .doesNotContain("true");
        }
    }

    private static String announce(String id) {
        return "{\"file\":{\"gnuBuildId\":\"" + id + "\",\"name\":\"libshop.so\",\"type\":\"TYPE_EXECUTABLE_FULL\"}}";
    }

    private static Wire.Answer ask(SpanflameProcess server, String method, String json) {
        return Wire.post(
                server.uri("pyroscope").resolve(SERVICE + method),
                json.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    private static Wire.Answer post(SpanflameProcess server, String path, byte[] body) {
        return Wire.post(server.uri("pyroscope").resolve(SERVICE + path), body);
    }

    private static void push(SpanflameProcess server, TestPrograms.Built program) {
        ValueType cpu = ValueType.newBuilder().setType(1).setUnit(2).build();
        Profile profile = Profile.newBuilder()
                .addAllStringTable(List.of("", "cpu", "nanoseconds", "/usr/lib/libshop.so", program.buildId()))
                .addSampleType(cpu)
                .setPeriodType(cpu)
                .setTimeNanos(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
                .setDurationNanos(1_000_000_000)
                .addMapping(Mapping.newBuilder()
                        .setId(1)
                        .setMemoryStart(0x7f00_0000_0000L)
                        .setMemoryLimit(0x7f00_0010_0000L)
                        .setFilename(3)
                        .setBuildId(4))
                .addLocation(Location.newBuilder()
                        .setId(1)
                        .setMappingId(1)
                        .setAddress(0x7f00_0000_0000L + program.inlined()))
                .addSample(Sample.newBuilder().addLocationId(1).addValue(7))
                .build();
        byte[] push = PushRequest.newBuilder()
                .addSeries(RawProfileSeries.newBuilder()
                        .addLabels(LabelPair.newBuilder().setName("__name__").setValue("process_cpu"))
                        .addLabels(
                                LabelPair.newBuilder().setName("service_name").setValue("native"))
                        .addSamples(RawSample.newBuilder().setRawProfile(ByteString.copyFrom(profile.toByteArray()))))
                .build()
                .toByteArray();
        Wire.Answer answer =
                Wire.post(server.uri("pyroscope").resolve(Profiles.PUSH), push, "Content-Type", "application/proto");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
