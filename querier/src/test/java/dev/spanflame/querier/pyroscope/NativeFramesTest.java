package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CALLER;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.SELECT;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spanflame.block.symbols.BuildId;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.pprof.PprofDecoder;
import dev.spanflame.proto.symbols.TestPrograms;
import dev.spanflame.querier.profiles.TestProfiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames of a real program in C get their names when a flame graph is asked for.
final class NativeFramesTest {
    private static final long LOADED_AT = 0x7f12_3400_0000L;

    @TempDir
    Path folder;

    private TestPrograms.Built program;

    @BeforeEach
    void build() throws Exception {
        program = TestPrograms.c(folder);
    }

    /// A profile with two stacks: the library's inlined place, below a frame of a library nobody knows, and that
    /// frame alone.
    private ProfileBatch batch(boolean loaded) {
        long shift = loaded ? LOADED_AT : 0;
        Profile.Builder profile = Profile.newBuilder()
                .addAllStringTable(Arrays.asList(
                        "", "cpu", "nanoseconds", "/usr/lib/libshop.so", program.buildId(), "libc.so", "ffee"))
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriodType(ValueType.newBuilder().setType(1).setUnit(2))
                .setTimeNanos(10_000_000_000L)
                .setDurationNanos(1_000_000_000L);
        Mapping.Builder shop = Mapping.newBuilder().setId(1).setFilename(3).setBuildId(4);
        Mapping.Builder other = Mapping.newBuilder().setId(2).setFilename(5).setBuildId(6);
        if (loaded) {
            shop.setMemoryStart(shift).setMemoryLimit(shift + (1 << 20));
            other.setMemoryStart(shift + (1 << 24)).setMemoryLimit(shift + (1 << 25));
        }
        profile.addMapping(shop).addMapping(other);
        profile.addLocation(Location.newBuilder().setId(1).setMappingId(1).setAddress(shift + program.inlined()));
        profile.addLocation(
                Location.newBuilder().setId(2).setMappingId(2).setAddress((loaded ? shift + (1 << 24) : 0) + 0x1f0));
        profile.addSample(Sample.newBuilder().addLocationId(1).addLocationId(2).addValue(7));
        profile.addSample(Sample.newBuilder().addLocationId(2).addValue(4));
        ProfileBatch batch =
                new PprofDecoder(ProfileLimits.DEFAULT).decode(profile.build().toByteArray());
        batch.setLabels(Labels.of("__name__", "process_cpu", "service_name", "shop"));
        return batch;
    }

    private static PyroscopeApi api(TestProfiles profiles, URI... debuginfod) {
        return new PyroscopeApi(
                profiles.store(), () -> Instant.ofEpochMilli(60_000), 1 << 20, profiles.natives(debuginfod));
    }

    private static String names(PyroscopeApi api) {
        String reply = call(api, CALLER, "SelectMergeStacktraces", "{" + SELECT + "}");
        return reply.substring(reply.indexOf("\"names\":[") + 9, reply.indexOf(']'));
    }

    private static String get(PyroscopeApi api, String url) throws Exception {
        int query = url.indexOf('?');
        return SpanFlameGraphsTest.text(RenderFormatsTest.get(api, url.substring(0, query), url.substring(query + 1)));
    }

    private TestProfiles stored(boolean flush, boolean loaded) throws IOException {
        TestProfiles profiles = new TestProfiles();
        if (flush) {
            profiles.flush(List.of(List.of(batch(loaded))));
        } else {
            profiles.live(batch(loaded));
        }
        return profiles;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_place_becomes_its_functions_with_those_inlined(boolean flush) throws Exception {
        TestProfiles profiles = stored(flush, true);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(program.file()));

        assertThat(names(api(profiles)))
                .isEqualTo("\"total\",\"libc.so+0x1f0\",\"outer_function\",\"inlined_once\",\"innermost\"");
    }

    @Test
    void an_address_of_the_linker_is_found_as_well() throws Exception {
        TestProfiles profiles = stored(false, false);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(program.file()));

        assertThat(names(api(profiles)))
                .isEqualTo("\"total\",\"libc.so!0x1f0\",\"outer_function\",\"inlined_once\",\"innermost\"");
    }

    @Test
    void without_symbols_a_frame_shows_binary_and_offset() throws Exception {
        String offset = "libshop.so+0x" + Long.toHexString(program.inlined());

        assertThat(names(api(stored(false, true)))).isEqualTo("\"total\",\"libc.so+0x1f0\",\"" + offset + "\"");
    }

    @Test
    void a_damaged_file_leaves_frames_as_they_are() throws Exception {
        TestProfiles profiles = stored(false, true);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(new byte[1000]));

        assertThat(names(api(profiles))).contains("libshop.so+0x");
    }

    @Test
    void a_call_site_is_named_by_its_symbols() throws Exception {
        TestProfiles profiles = stored(true, true);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(program.file()));
        String site =
                ",\"stack_trace_selector\":{\"call_site\":[{\"name\":\"libc.so+0x1f0\"},{\"name\":\"outer_function\"}]}";

        assertThat(call(api(profiles), CALLER, "SelectMergeStacktraces", "{" + SELECT + site + "}"))
                .contains("\"total\":\"7\"", "innermost");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stacks_are_found_by_the_functions_that_symbols_name(boolean flush) throws Exception {
        TestProfiles profiles = stored(flush, true);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(program.file()));
        PyroscopeApi api = api(profiles);
        String render = "/pyroscope/render?query=process_cpu:cpu:nanoseconds:cpu:nanoseconds&from=1&until=60&";
        String series = "/api/v2/profile-series?query=process_cpu:cpu:nanoseconds:cpu:nanoseconds&from=1&until=60"
                + "&step=10&";

        assertThat(get(api, render + "matching=%5Einlined_")).contains("\"numTicks\":7", "innermost");
        assertThat(get(api, render + "matching=libshop")).contains("\"numTicks\":0");
        assertThat(get(api, render + "format=pprof&callSite=libc.so%2B0x1f0&callSite=outer_function"))
                .isNotEmpty();
        assertThat(get(api, series + "function=inlined_once")).contains("\"value\":7");
        assertThat(get(api, series + "matching=inner.ost")).contains("\"value\":7");
        assertThat(get(api, series + "callSite=libc.so%2B0x1f0&callSite=outer_function&callSite=inlined_once"))
                .contains("\"value\":7");
        assertThat(get(api, series + "callSite=outer_function")).doesNotContain("\"value\"");
        assertThat(get(api, series + "function=inlined_twice")).doesNotContain("\"value\"");
    }

    @Test
    void pprof_answers_with_a_call_site_of_symbols() throws Exception {
        TestProfiles profiles = stored(true, true);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(program.file()));
        String site = ",\"stack_trace_selector\":{\"call_site\":[{\"name\":\"libc.so+0x1f0\"},"
                + "{\"name\":\"outer_function\"},{\"name\":\"inlined_once\"}]}";

        assertThat(call(api(profiles), CALLER, "SelectMergeProfile", "{" + SELECT + site + "}"))
                .contains("innermost", "shop.c");
        assertThat(call(api(profiles), CALLER, "SelectSeries", "{" + SELECT + ",\"step\":60" + site + "}"))
                .contains("\"value\":7");
    }

    @Test
    void pprof_answers_have_files_and_lines() throws Exception {
        TestProfiles profiles = stored(true, true);
        profiles.symbols().putFile(Tenant.ANONYMOUS, id(), Payload.of(program.file()));

        assertThat(call(api(profiles), CALLER, "SelectMergeProfile", "{" + SELECT + "}"))
                .contains("innermost", "shop.c", "\"line\":");
    }

    @Test
    void a_debuginfod_server_is_asked_once() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        byte[] file = Files.readAllBytes(program.file());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/buildid/" + program.buildId() + "/debuginfo", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            TestProfiles profiles = stored(true, true);

            assertThat(names(api(profiles, address))).contains("innermost");
            assertThat(names(api(profiles, address))).contains("innermost");
            assertThat(names(api(profiles))).contains("innermost");
            assertThat(asked).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    private BuildId id() {
        return BuildId.parse(program.buildId());
    }
}
