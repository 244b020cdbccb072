package dev.spanflame.load.crash;

import com.google.protobuf.ByteString;
import dev.spanflame.load.trace.LoadIds;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.querier.v1.FlameGraph;
import dev.spanflame.proto.querier.v1.Level;
import dev.spanflame.proto.types.v1.LabelPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Profiles that share a label, each with a stack of its own whose value follows from its number. One flame graph over
/// the label then shows how often each of them counts.
final class SentProfiles {
    /// Profiles after which a sender begins another group.
    static final int FULL = 60;

    /// The profile type that all of them have.
    static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    private static final String GROUP = "crash_group";
    private static final String SERVICE = "crash-check";
    private static final String ROOT = "crash.Check.run";
    private static final int BAR = 4;

    private final String name;
    private final long key;
    private final Promises promises = new Promises();

    SentProfiles(String name, long key) {
        this.name = name;
        this.key = key;
    }

    Promises promises() {
        return promises;
    }

    /// What selects the profiles.
    String selector() {
        return "{service_name=\"" + SERVICE + "\", " + GROUP + "=\"" + name + "\"}";
    }

    String name() {
        return name;
    }

    /// Profiles `[from, to)`, taken at `timeNanos`, as a push request.
    byte[] request(int from, int to, long timeNanos) {
        RawProfileSeries.Builder series = RawProfileSeries.newBuilder()
                .addLabels(label("__name__", "process_cpu"))
                .addLabels(label("service_name", SERVICE))
                .addLabels(label(GROUP, name));
        for (int item = from; item < to; item++) {
            series.addSamples(RawSample.newBuilder()
                    .setRawProfile(
                            ByteString.copyFrom(profile(item, timeNanos + item).toByteArray())));
        }
        return PushRequest.newBuilder().addSeries(series).build().toByteArray();
    }

    private Profile profile(int item, long timeNanos) {
        ValueType cpu = ValueType.newBuilder().setType(1).setUnit(2).build();
        return Profile.newBuilder()
                .addAllStringTable(List.of("", "cpu", "nanoseconds", ROOT, frame(item)))
                .addSampleType(cpu)
                .setPeriodType(cpu)
                .setPeriod(10_000_000)
                .setTimeNanos(timeNanos)
                .setDurationNanos(1_000_000_000)
                .addFunction(Function.newBuilder().setId(1).setName(3))
                .addFunction(Function.newBuilder().setId(2).setName(4))
                .addLocation(location(1))
                .addLocation(location(2))
                .addSample(Sample.newBuilder().addLocationId(2).addLocationId(1).addValue(value(item)))
                .build();
    }

    private static Location location(long id) {
        return Location.newBuilder()
                .setId(id)
                .addLine(Line.newBuilder().setFunctionId(id).setLine(10 + id))
                .build();
    }

    /// How often each profile counts in a flame graph over all of them; tells `findings` what is not as it was sent.
    long[] count(FlameGraph graph, Findings findings) {
        Map<String, Long> self = new HashMap<>();
        for (Level level : graph.getLevelsList()) {
            for (int bar = 0; bar + BAR <= level.getValuesCount(); bar += BAR) {
                String frame = graph.getNames((int) level.getValues(bar + 3));
                self.merge(frame, level.getValues(bar + 2), Long::sum);
            }
        }
        long[] times = new long[promises.sent()];
        for (int item = 0; item < times.length; item++) {
            Long sum = self.remove(frame(item));
            long found = sum == null ? 0 : sum;
            times[item] = found / value(item);
            if (found % value(item) != 0) {
                findings.alter(
                        "profile " + item + " of " + name + " adds up to " + found + " instead of " + value(item));
            }
        }
        self.forEach((frame, sum) -> {
            if (sum != 0) {
                findings.alter("group " + name + " has " + sum + " for frame '" + frame + "' that was not sent");
            }
        });
        return times;
    }

    private static String frame(int item) {
        return "crash.Check.item" + item;
    }

    private long value(int item) {
        return 1_000 + (LoadIds.mix(key + item) & 0xfffff);
    }

    private static LabelPair label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }
}
