package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CALLER;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CPU;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.RANGE;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.SELECT;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.api;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.call;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.flushed;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.querier.profiles.TestProfiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Merged stacks in every format of the RPCs.
final class PyroscopeStacksTest {
    private static String side(String service) {
        return "{\"profileTypeID\":\"" + CPU + "\",\"labelSelector\":\"{service_name=\\\"" + service + "\\\"}\","
                + RANGE + "}";
    }

    @Test
    void drawsDifferences() {
        assertThat(call("Diff", "{\"left\":" + side("shop") + ",\"right\":" + side("cart") + "}"))
                .isEqualTo(
                        "{\"flamegraph\":{\"names\":[\"total\",\"main\",\"run\",\"parse\",\"idle\",\"gc\"],\"levels\":["
                                + "{\"values\":[\"0\",\"19\",\"0\",\"0\",\"31\",\"0\",\"0\"]},"
                                + "{\"values\":[\"0\",\"0\",\"0\",\"0\",\"1\",\"1\",\"5\",\"0\",\"19\",\"0\",\"0\",\"30\",\"0\",\"1\"]},"
                                + "{\"values\":[\"0\",\"12\",\"12\",\"1\",\"0\",\"0\",\"4\",\"0\",\"7\",\"2\",\"0\",\"30\",\"30\",\"2\"]},"
                                + "{\"values\":[\"14\",\"5\",\"5\",\"31\",\"0\",\"0\",\"3\"]}],"
                                + "\"total\":\"50\",\"maxSelf\":\"30\",\"leftTicks\":\"19\",\"rightTicks\":\"31\"}}");
        String other = side("cart").replace(CPU, "memory:alloc:bytes:space:bytes");
        assertThatThrownBy(
                        () -> call(live(), CALLER, "Diff", "{\"left\":" + side("shop") + ",\"right\":" + other + "}"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    private static PyroscopeApi lined(boolean flush) throws Exception {
        Collapsed profile = Collapsed.of("shop", 10_000)
                .add("main@3;run@7;parse@1", 5)
                .add("main@3;run@8;parse@1", 6)
                .add("main@3;run@8;parse@2", 1)
                .add("main@4", 9);
        TestProfiles profiles = new TestProfiles();
        if (flush) {
            profiles.flush(List.of(List.of(profile.batch())));
        } else {
            profiles.live(profile.batch());
        }
        return api(profiles);
    }

    private static Profile parsed(String json) throws Exception {
        Profile.Builder profile = Profile.newBuilder();
        com.google.protobuf.util.JsonFormat.parser().merge(json, profile);
        return profile.build();
    }

    /// Values of stacks, written root first as `main:3`.
    private static Map<String, Long> stacks(Profile profile) {
        Map<String, Long> stacks = new TreeMap<>();
        for (Sample sample : profile.getSampleList()) {
            List<String> frames = new ArrayList<>();
            for (long location : sample.getLocationIdList()) {
                Line line = profile.getLocation((int) location - 1).getLine(0);
                long name = profile.getFunction((int) line.getFunctionId() - 1).getName();
                frames.addFirst(profile.getStringTable((int) name) + ":" + line.getLine());
            }
            assertThat(stacks.put(String.join(" ", frames), sample.getValue(0))).isNull();
        }
        return stacks;
    }

    @Test
    void findsAProfileOfTheLastNanosecondThereIs() throws Exception {
        for (boolean flush : new boolean[] {false, true}) {
            Collapsed profile = Collapsed.of("shop", 0).add("main;run", 5);
            profile.batch().setTime(Long.MAX_VALUE, 10_000_000_000L);
            TestProfiles profiles =
                    flush ? SpanFlameGraphsTest.flushed(profile.batch()) : new TestProfiles().live(profile.batch());
            String range = "\"start\":1700000000000,\"end\":9223372036855";
            String select = SELECT.replace(RANGE, range);
            assertThat(call(api(profiles), CALLER, "SelectMergeStacktraces", "{" + select + "}"))
                    .contains("\"run\"", "\"total\":\"5\"");
        }
    }

    @Test
    void mergesProfilesAsPprofWithLines() throws Exception {
        for (boolean flush : new boolean[] {false, true}) {
            Profile profile = parsed(call(lined(flush), CALLER, "SelectMergeProfile", "{" + SELECT + "}"));
            assertThat(stacks(profile))
                    .isEqualTo(Map.of(
                            "main:3 run:7 parse:1", 5L,
                            "main:3 run:8 parse:1", 6L,
                            "main:3 run:8 parse:2", 1L,
                            "main:4", 9L));
            assertThat(profile.getFunctionCount()).isEqualTo(3);
            assertThat(profile.getStringTable(0)).isEmpty();
            assertThat(profile.getStringTable((int) profile.getSampleType(0).getType()))
                    .isEqualTo("cpu");
            assertThat(profile.getStringTable((int) profile.getPeriodType().getUnit()))
                    .isEqualTo("nanoseconds");
        }
    }

    @Test
    void cutsPprofToCallSitesNodesAndWhatGoWants() throws Exception {
        for (boolean flush : new boolean[] {false, true}) {
            PyroscopeApi api = lined(flush);
            String site = ",\"stackTraceSelector\":{\"callSite\":[{\"name\":\"main\"},{\"name\":\"run\"}]}}";
            assertThat(stacks(parsed(call(api, CALLER, "SelectMergeProfile", "{" + SELECT + site))))
                    .hasSize(3)
                    .doesNotContainKey("main:4");
            assertThat(stacks(parsed(call(api, CALLER, "SelectMergeProfile", "{" + SELECT + ",\"maxNodes\":2}"))))
                    .isEqualTo(Map.of("main:3 other:0", 12L, "main:4", 9L));
            String go = ",\"stackTraceSelector\":{\"goPgo\":{\"keepLocations\":2,\"aggregateCallees\":true}}}";
            assertThat(stacks(parsed(call(api, CALLER, "SelectMergeProfile", "{" + SELECT + go))))
                    .isEqualTo(Map.of("run:7 parse:0", 5L, "run:8 parse:0", 7L, "main:0", 9L));
        }
    }

    @Test
    void answersInEveryFormat() throws Exception {
        String dot = call("SelectMergeStacktraces", "{" + SELECT + ",\"format\":\"PROFILE_FORMAT_DOT\"}");
        assertThat(dot).contains("digraph", "N1 -\\u003e N2", "run\\\\n32ns (64.00%)\\\\nof 37ns (74.00%)");
        String pprof = call("SelectMergeStacktraces", "{" + SELECT + ",\"format\":\"PROFILE_FORMAT_PPROF\"}");
        assertThat(pprof).startsWith("{\"pprof\":{\"profile\":{").contains("\"main\"", "\"idle\"");
        String json = call("SelectMergeStacktraces", "{" + SELECT + ",\"format\":\"PROFILE_FORMAT_TREE\"}");
        SelectMergeStacktracesResponse.Builder response = SelectMergeStacktracesResponse.newBuilder();
        com.google.protobuf.util.JsonFormat.parser().merge(json, response);
        assertThat(tree(response.getTree()))
                .isEqualTo(" self 0 has 2, main self 0 has 2, run self 32 has 1, parse self 5 has 0,"
                        + " idle self 12 has 0, gc self 1 has 0,");
        String spans = ",\"format\":\"PROFILE_FORMAT_TREE\",\"spanSelector\":[\"0000000000000abc\"]}";
        assertThat(call("SelectMergeSpanProfile", "{" + SELECT + spans)).startsWith("{\"tree\":\"");
    }

    /// The nodes of tree bytes in words. All numbers are below 128, one byte each.
    private static String tree(ByteString bytes) {
        StringBuilder words = new StringBuilder();
        int at = 0;
        while (at < bytes.size()) {
            int length = bytes.byteAt(at);
            String name = bytes.substring(at + 1, at + 1 + length).toString(StandardCharsets.UTF_8);
            at += 1 + length;
            words.append(name).append(" self ");
            words.append(bytes.byteAt(at))
                    .append(" has ")
                    .append(bytes.byteAt(at + 1))
                    .append(", ");
            at += 2;
        }
        return words.toString().stripTrailing();
    }

    @Test
    void findsProfilesAgainByTheIdsOfExemplars() {
        String series = ",\"step\":60,\"exemplarType\":\"EXEMPLAR_TYPE_INDIVIDUAL\"}";
        String answer = call("SelectSeries", "{" + SELECT + series);
        Matcher id = Pattern.compile("\"profileId\":\"([0-9a-f-]{36})\"").matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        assertThat(answer).contains("\"value\":\"31\"", "{\"name\":\"service_name\",\"value\":\"cart\"}");
        for (PyroscopeApi api : List.of(live(), flushed())) {
            String one = ",\"profileIdSelector\":[\"" + id.group(1) + "\"]}";
            assertThat(call(api, CALLER, "SelectMergeStacktraces", "{" + SELECT + one))
                    .contains("\"total\":\"31\"");
            assertThat(call(api, CALLER, "SelectMergeProfile", "{" + SELECT + one))
                    .contains("\"gc\"")
                    .doesNotContain("idle");
        }
    }
}
