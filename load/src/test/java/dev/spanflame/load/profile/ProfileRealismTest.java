package dev.spanflame.load.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.load.trace.Shop;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.types.v1.LabelPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the profiles to what they claim to be.
final class ProfileRealismTest {
    private static final long END = 1_790_000_000_000_000_000L;
    private static final TraceLoadTimes TIMES = new TraceLoadTimes(END, 3_600_000_000_000L);
    private static final int SERVICES = 40;

    /// One round of each of the first four kinds for all services.
    private static final ProfileLoad LOAD = ProfileLoad.make(5, 8 * SERVICES, ProfileLoad.Form.PUSH, TIMES, 1L << 30);

    private static final List<RawProfileSeries> series = new ArrayList<>();
    private static final List<Profile> some = new ArrayList<>();

    @BeforeAll
    static void parse() throws IOException {
        for (int i = 0; i < LOAD.requests(); i++) {
            RawProfileSeries one = PushRequest.parseFrom(LOAD.payload(i).body()).getSeries(0);
            series.add(one);
            if (i % 41 == 0) {
                byte[] gzipped = one.getSamples(0).getRawProfile().toByteArray();
                some.add(Profile.parseFrom(new GZIPInputStream(new ByteArrayInputStream(gzipped)).readAllBytes()));
            }
        }
    }

    @Test
    void eachTakes160To175KilobytesGzipped() {
        for (int i = 0; i < LOAD.requests(); i++) {
            assertThat(LOAD.profile(i).size()).as("profile %d", i).isBetween(160_000, 175_000);
            assertThat(series.get(i).getSamples(0).getRawProfile()).isEqualTo(LOAD.profile(i));
        }
    }

    @Test
    void aFewRequestsAreLikeThoseOfALoad() throws IOException {
        List<byte[]> requests = ProfileLoad.requests(5, 2, 4, END);
        assertThat(requests).hasSize(4);
        for (int i = 0; i < requests.size(); i++) {
            RawProfileSeries few = PushRequest.parseFrom(requests.get(i)).getSeries(0);
            // the other services of the load come between
            RawProfileSeries one = series.get(i / 2 * SERVICES + i % 2);
            assertThat(few.getLabelsList()).isEqualTo(one.getLabelsList());
            assertThat(few.getSamples(0).getRawProfile().size()).isBetween(160_000, 175_000);
        }
    }

    @Test
    void eachHas2000DistinctStacksOf20To60Frames() {
        for (Profile profile : some) {
            Set<List<Long>> stacks = new HashSet<>();
            for (Sample sample : profile.getSampleList()) {
                assertThat(sample.getLocationIdCount()).isBetween(20, 60);
                stacks.add(sample.getLocationIdList());
            }
            assertThat(stacks).hasSize(2_000);
        }
    }

    @Test
    void framesAreNamesOfJavaMethods() {
        for (Profile profile : some) {
            Set<String> names = new HashSet<>();
            for (Function function : profile.getFunctionList()) {
                names.add(profile.getStringTable((int) function.getName()));
            }
            assertThat(names).hasSize(3_000).allMatch(name -> name.matches("[a-z0-9/]+/[A-Z][A-Za-z$]+\\.[A-Za-z$0]+"));
        }
    }

    @Test
    void comeFromFortyServicesAndSeveralPodsHalfOfThemOfCpuTime() {
        Set<String> services = new HashSet<>();
        Set<String> pods = new HashSet<>();
        Map<String, Integer> kinds = new TreeMap<>();
        for (RawProfileSeries one : series) {
            Map<String, String> labels = new TreeMap<>();
            for (LabelPair pair : one.getLabelsList()) {
                labels.put(pair.getName(), pair.getValue());
            }
            services.add(labels.getOrDefault("service_name", ""));
            pods.add(labels.getOrDefault("pod", ""));
            kinds.merge(labels.getOrDefault("__name__", ""), 1, Integer::sum);
        }
        assertThat(services).containsExactlyInAnyOrderElementsOf(Shop.serviceNames());
        assertThat(pods).hasSize(3 * SERVICES);
        assertThat(kinds)
                .containsOnly(
                        Map.entry("process_cpu", 160),
                        Map.entry("memory", 80),
                        Map.entry("mutex", 40),
                        Map.entry("wall", 40));
    }

    @Test
    void timesAreSpreadOverTheWindowAndDiffer() {
        TreeSet<Long> times = new TreeSet<>();
        some.forEach(profile -> times.add(profile.getTimeNanos()));
        assertThat(times).hasSize(some.size());
        assertThat(times.first()).isGreaterThanOrEqualTo(END - TIMES.lengthNanos());
        assertThat(times.last()).isLessThanOrEqualTo(END).isGreaterThan(END - TIMES.lengthNanos() / 4);
    }

    @Test
    void theServersDecoderTakesThemWhole() throws IOException {
        dev.spanflame.proto.pprof.PprofDecoder decoder =
                new dev.spanflame.proto.pprof.PprofDecoder(ProfileLimits.DEFAULT);
        byte[] raw = new GZIPInputStream(
                        new ByteArrayInputStream(LOAD.profile(SERVICES).toByteArray()))
                .readAllBytes();
        assertThat(decoder.decode(raw).samples().size()).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void whatIsSentAgainIsASeriesOfItsOwn() {
        ProfileLoad load = ProfileLoad.make(5, 3 * SERVICES, ProfileLoad.Form.PUSH, TIMES, 1);
        assertThat(load.distinct()).isEqualTo(SERVICES);
        assertThat(load.profile(SERVICES)).isEqualTo(load.profile(0));
        assertThat(load.payload(SERVICES).body()).isNotEqualTo(load.payload(0).body());
    }
}
