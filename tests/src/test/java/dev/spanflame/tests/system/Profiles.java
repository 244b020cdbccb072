package dev.spanflame.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.types.v1.LabelPair;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// CPU profiles of tests, and questions about them to Pyroscope's API.
public final class Profiles {
    /// Where profiles are pushed to.
    public static final String PUSH = "/push.v1.PusherService/Push";
    /// Where the profile types are asked for.
    public static final String TYPES = "/querier.v1.QuerierService/ProfileTypes";

    /// The profile type of CPU time.
    public static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    private static final int BAR = 4;

    private Profiles() {}

    /// A request with one profile of a service: `value` nanoseconds in one stack of these frames, the leaf first.
    public static PushRequest push(String service, long value, String... frames) {
        return PushRequest.newBuilder()
                .addSeries(RawProfileSeries.newBuilder()
                        .addLabels(label("__name__", "process_cpu"))
                        .addLabels(label("service_name", service))
                        .addSamples(RawSample.newBuilder()
                                .setRawProfile(ByteString.copyFrom(
                                        profile(value, frames).toByteArray()))))
                .build();
    }

    private static LabelPair label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    private static Profile profile(long value, String... frames) {
        ValueType cpu = ValueType.newBuilder().setType(1).setUnit(2).build();
        Sample.Builder sample = Sample.newBuilder().addValue(value);
        Profile.Builder profile = Profile.newBuilder()
                .addAllStringTable(List.of("", "cpu", "nanoseconds"))
                .addSampleType(cpu)
                .setPeriodType(cpu)
                .setPeriod(10_000_000)
                .setTimeNanos(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
                .setDurationNanos(TimeUnit.SECONDS.toNanos(1));
        for (int i = 0; i < frames.length; i++) {
            profile.addStringTable(frames[i]);
            profile.addFunction(Function.newBuilder().setId(i + 1L).setName(i + 3L));
            profile.addLocation(Location.newBuilder()
                    .setId(i + 1L)
                    .addLine(Line.newBuilder().setFunctionId(i + 1L)));
            sample.addLocationId(i + 1L);
        }
        return profile.addSample(sample).build();
    }

    /// Sends such a profile; the status of the answer.
    public static int send(SpanflameProcess server, String service, long value, String... frames) {
        return Wire.post(
                        server.uri("pyroscope").resolve(PUSH),
                        push(service, value, frames).toByteArray(),
                        "Content-Type",
                        "application/proto")
                .status();
    }

    /// The flame graph of a service over the last hour: each name with the value of all its bars.
    public static Map<String, Long> flameGraph(SpanflameProcess server, String service) {
        return flameGraph(server, CPU + "{service_name=\"" + service + "\"}", "");
    }

    /// The same of any selector that begins with a profile type; `more` is added to the URL, such as
    /// `&spanId=...`.
    public static Map<String, Long> flameGraph(SpanflameProcess server, String selector, String more) {
        String query = URLEncoder.encode(selector, StandardCharsets.UTF_8);
        URI uri = server.uri("query")
                .resolve("/pyroscope/render?from=now-1h&until=now&format=json&max-nodes=16384&query=" + query + more);
        Wire.Answer answer = Wire.get(uri);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        JsonNode graph = answer.json().path("flamebearer");
        List<String> names = new ArrayList<>();
        graph.path("names").forEach(name -> names.add(name.asText()));
        Map<String, Long> values = new TreeMap<>();
        for (JsonNode level : graph.path("levels")) {
            for (int at = 0; at < level.size(); at += BAR) {
                values.merge(
                        names.get(level.get(at + 3).asInt()), level.get(at + 1).asLong(), Long::sum);
            }
        }
        return values;
    }
}
