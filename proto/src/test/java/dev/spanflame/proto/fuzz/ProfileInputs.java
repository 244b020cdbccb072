package dev.spanflame.proto.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.jfr.labels.Context;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import dev.spanflame.proto.otlp.json.OtlpProfilesJson;
import dev.spanflame.proto.otlp.profile.OtlpSamples;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.pyroscope.FormBody;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import dev.spanflame.proto.text.TextSamples;
import dev.spanflame.proto.types.v1.LabelPair;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Good inputs of every way by which profiles come in.
public final class ProfileInputs {
    private static final long NOW = 1_700_000_020_000_000_000L;
    private static final int INFLATED = 64 << 20;
    private static final String URL = "from=1700000000&until=1700000010&spyName=javaspy&sampleRate=100&name=shop";
    private static final String OLD_JSON = """
            {"resourceProfiles":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
            "scopeProfiles":[{"scope":{"name":"s"},"profiles":[{"sampleType":[{"typeStrindex":1,"unitStrindex":2}],
            "sample":[{"locationsStartIndex":0,"locationsLength":1,"value":["7"],"timestampsUnixNano":["5"]}],
            "locationIndices":[1],"timeNanos":"1700000000000000000","durationNanos":"5","periodType":{"typeStrindex":3},
            "period":"9"}]}]}],"dictionary":{"mappingTable":[{}],"locationTable":[{},{"line":[{"functionIndex":1}]}],
            "functionTable":[{},{"nameStrindex":4}],"linkTable":[{}],"stringTable":["","samples","count","cpu","f"],
            "attributeTable":[{}]}}
            """;

    /// How a request is made of the bytes that a test damages.
    @FunctionalInterface
    public interface Wrapping {
        /// The request; throws where the bytes are refused before.
        ProfileRequest request(byte[] bytes) throws Exception;
    }

    /// One way in: its name, good inputs, pieces of text that mean something, and how a request is made of them;
    /// `weight` is how much longer than others an input takes.
    public record Way(String name, List<byte[]> seeds, List<String> tokens, int weight, Wrapping wrapping) {
        /// Decodes what is made of `bytes`.
        public Upload decode(UploadDecoder decoder, byte[] bytes) throws Exception {
            InflateBudget budget = InflateBudget.alone(InflateLimits.ofBytes(INFLATED), bytes.length);
            return decoder.decode(wrapping.request(bytes), NOW, budget);
        }

        /// Runs `rounds` damaged requests, fewer where they take long.
        public Fuzzer.Tally fuzz(String what, int rounds, Fuzzer.Bounds bounds, Fuzzer.Reader reader)
                throws InterruptedException {
            return Fuzzer.run(new Fuzzer.Target(what + name, reader, tokens, rounds / weight, bounds), seeds);
        }

        /// The name.
        @Override
        public String toString() {
            return name;
        }
    }

    private ProfileInputs() {}

    /// All ways in. Recordings are written to `folder`.
    public static List<Way> all(Path folder) throws Exception {
        byte[] profile = profile();
        List<Way> ways = new ArrayList<>(List.of(
                way(
                        "push",
                        PushRequest.newBuilder()
                                .addSeries(series(profile))
                                .build()
                                .toByteArray(),
                        ProfileRequest.Push::new),
                way(
                        "pprof in a push",
                        profile,
                        bytes -> new ProfileRequest.Push(PushRequest.newBuilder()
                                .addSeries(series(bytes))
                                .build()
                                .toByteArray())),
                way("pprof", profile, bytes -> ingest("&format=pprof", "", bytes)),
                way("pprof of .NET", profile, bytes -> ingest("&format=pprof&spyName=dotnetspy", "", bytes)),
                way(
                        "form",
                        form(profile),
                        bytes -> ingest("", FormBody.contentType(), bytes),
                        "--",
                        "\r\n",
                        "; name=\"profile\""),
                way("jfr in a form", jfrForm(), bytes -> ingest("&format=jfr", FormBody.contentType(), bytes), "--"),
                way(
                        "folded",
                        text("main;work 3\nmain;idle 14\n"),
                        bytes -> ingest("&format=folded", "", bytes),
                        ";",
                        "\n",
                        " 1"),
                way("lines", text("main;work\nmain\n"), bytes -> ingest("&format=lines", "", bytes), ";", "\n"),
                way("trie", TextSamples.nodes(), bytes -> ingest("&format=trie", "", bytes)),
                way("tree", TextSamples.nodes(), bytes -> ingest("&format=tree", "", bytes)),
                way(
                        "speedscope",
                        text(TextSamples.SPEEDSCOPE),
                        bytes -> ingest("&format=speedscope", "", bytes),
                        Fuzzer.JSON.toArray(String[]::new)),
                way(
                        "url",
                        text(URL + "&format=lines"),
                        ProfileInputs::ofUrl,
                        "name=",
                        "{a=b}",
                        "%",
                        "&",
                        "=",
                        ",",
                        "now-1h"),
                way("jfr by hand", JfrSamples.written(), bytes -> ingest("&format=jfr", "", bytes)),
                new Way("otlp", OtlpSamples.requests(), List.of(), 1, ProfileRequest.Otlp::new),
                new Way(
                        "otlp in json",
                        List.of(json(), text(OLD_JSON)),
                        Fuzzer.JSON,
                        1,
                        bytes -> new ProfileRequest.Otlp(OtlpProfilesJson.toProtobuf(bytes)))));
        ways.add(new Way("jfr", JfrSamples.recorded(folder), List.of(), 8, bytes -> ingest("&format=jfr", "", bytes)));
        return ways;
    }

    private static Way way(String name, byte[] seed, Wrapping wrapping, String... tokens) {
        return new Way(name, List.of(seed), List.of(tokens), 1, wrapping);
    }

    private static ProfileRequest ingest(String more, String contentType, byte[] body) {
        return new ProfileRequest.Ingest(URL + more, contentType, body);
    }

    private static ProfileRequest ofUrl(byte[] bytes) {
        return new ProfileRequest.Ingest(new String(bytes, StandardCharsets.UTF_8), "", text("a;b"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json() throws InvalidProtocolBufferException {
        return text(JsonFormat.printer().print(ExportProfilesServiceRequest.parseFrom(OtlpSamples.newest())));
    }

    private static byte[] form(byte[] profile) {
        return new FormBody()
                .add("profile", profile)
                .add(
                        "sample_type_config",
                        text("{\"cpu\": {\"units\": \"samples\", \"display-name\": \"cpu_samples\"}}"))
                .toByteArray();
    }

    private static byte[] jfrForm() {
        LabelsSnapshot labels = LabelsSnapshot.newBuilder()
                .putStrings(1, "route")
                .putStrings(2, "/cart")
                .putContexts(5, Context.newBuilder().putLabels(1, 2).build())
                .build();
        return new FormBody()
                .add("jfr", JfrSamples.written())
                .add("labels", labels.toByteArray())
                .toByteArray();
    }

    private static RawProfileSeries series(byte[] profile) {
        return RawProfileSeries.newBuilder()
                .addLabels(label("__name__", "process_cpu"))
                .addLabels(label("service_name", "shop"))
                .addSamples(RawSample.newBuilder().setID("1").setRawProfile(ByteString.copyFrom(profile)))
                .build();
    }

    private static LabelPair label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    /// Two functions, an address without symbols, labels of samples, two sample types.
    private static byte[] profile() {
        List<String> texts = List.of(
                "",
                "cpu",
                "nanoseconds",
                "main",
                "app.go",
                "samples",
                "count",
                "span_id",
                "0102030405060708",
                "bytes",
                "lib.so",
                "00112233");
        return Profile.newBuilder()
                .addAllStringTable(texts)
                .addSampleType(ValueType.newBuilder().setType(5).setUnit(6))
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriodType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriod(10_000_000)
                .setTimeNanos(1_700_000_000_000_000_000L)
                .setDurationNanos(10_000_000_000L)
                .addMapping(Mapping.newBuilder()
                        .setId(1)
                        .setMemoryStart(4096)
                        .setMemoryLimit(9999)
                        .setFilename(10)
                        .setBuildId(11))
                .addFunction(Function.newBuilder().setId(1).setName(3).setFilename(4))
                .addFunction(Function.newBuilder().setId(2).setName(4).setStartLine(3))
                .addLocation(Location.newBuilder().setId(1).setMappingId(1).setAddress(5000))
                .addLocation(Location.newBuilder()
                        .setId(2)
                        .addLine(Line.newBuilder().setFunctionId(1).setLine(5))
                        .addLine(Line.newBuilder().setFunctionId(2).setLine(6)))
                .addSample(Sample.newBuilder()
                        .addLocationId(1)
                        .addLocationId(2)
                        .addValue(3)
                        .addValue(30_000_000)
                        .addLabel(Label.newBuilder().setKey(7).setStr(8))
                        .addLabel(Label.newBuilder().setKey(9).setNum(512).setNumUnit(9)))
                .addSample(Sample.newBuilder().addLocationId(2).addValue(1).addValue(10_000_000))
                .build()
                .toByteArray();
    }
}
