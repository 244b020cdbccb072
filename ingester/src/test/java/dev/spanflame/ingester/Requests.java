package dev.spanflame.ingester;

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
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.types.v1.LabelPair;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Requests whose content tells them apart.
final class Requests {
    private static final long TIME = 1_795_000_000_000_000_000L;

    private Requests() {}

    /// One span for each id, all of the trace 1.
    static byte[] spans(long... ids) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (long id : ids) {
            scope.addSpans(Span.newBuilder()
                    .setTraceId(bytes(1, 1))
                    .setSpanId(bytes(id))
                    .setName("span " + id)
                    .setStartTimeUnixNano(TIME + id)
                    .setEndTimeUnixNano(TIME + id + 1000));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray();
    }

    /// A profile of one sample worth `value`.
    static ProfileRequest profile(long value) {
        Profile profile = Profile.newBuilder()
                .addAllStringTable(Arrays.asList("", "cpu", "nanoseconds", "main"))
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriodType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriod(1)
                .setTimeNanos(TIME)
                .setDurationNanos(1_000_000_000)
                .addFunction(Function.newBuilder().setId(1).setName(3))
                .addLocation(Location.newBuilder()
                        .setId(1)
                        .addLine(Line.newBuilder().setFunctionId(1).setLine(1)))
                .addSample(Sample.newBuilder().addLocationId(1).addValue(value))
                .build();
        PushRequest push = PushRequest.newBuilder()
                .addSeries(RawProfileSeries.newBuilder()
                        .addLabels(label("__name__", "process_cpu"))
                        .addLabels(label("service_name", "test"))
                        .addSamples(RawSample.newBuilder().setRawProfile(profile.toByteString())))
                .build();
        return new ProfileRequest.Push(push.toByteArray());
    }

    private static LabelPair label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    private static ByteString bytes(long... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length);
        for (long number : numbers) {
            buffer.putLong(number);
        }
        return ByteString.copyFrom(buffer.array());
    }
}
