package dev.spanflame.proto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.fuzz.Fuzzer.Bounds;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import dev.spanflame.proto.inflate.BoundedInflater;
import dev.spanflame.proto.inflate.ContentCoding;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.json.OtlpJsonReader;
import dev.spanflame.proto.symbols.DebugFile;
import dev.spanflame.proto.symbols.DebugFile.Place;
import dev.spanflame.proto.symbols.SourceFrame;
import dev.spanflame.proto.symbols.TestPrograms;
import dev.spanflame.proto.symbols.name.Demangler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read beside profiles, under damaged inputs: compressed content, files with symbols, names of functions,
/// spans in JSON.
final class ContentFuzzTest {
    private static final int INFLATED = 4 << 20;
    private static final int FILE = 16 << 20;
    private static final Bounds OF_FILES = new Bounds(10, 256 << 20, 2_000);

    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Compressor {
        OutputStream open(OutputStream out) throws IOException;
    }

    @Test
    void compressedContentIsInflatedOrRefused() throws Exception {
        List<byte[]> seeds =
                List.of(compressed(GZIPOutputStream::new), compressed(DeflaterOutputStream::new), new byte[] {
                    0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, 0x05, 0x29, 0, 0, 'h', 'e', 'l', 'l', 'o'
                });

        for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.DEFLATE, ContentCoding.ZSTD)) {
            List<byte[]> good = List.of(seeds.get(
                    coding.ordinal() == ContentCoding.GZIP.ordinal() ? 0 : coding == ContentCoding.DEFLATE ? 1 : 2));
            Tally tally = Fuzzer.run(
                    new Target(coding.label(), 4_000, bytes -> "of " + size(inflated(coding, bytes).length)), good);
            assertThat(tally.refused()).isPositive();
        }
    }

    private static byte[] compressed(Compressor compressor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream into = compressor.open(out)) {
            into.write("main;work 3\nmain;idle 14\n".repeat(40).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] inflated(ContentCoding coding, byte[] bytes) {
        return BoundedInflater.inflate(
                coding, bytes, InflateBudget.alone(InflateLimits.ofBytes(INFLATED), bytes.length));
    }

    private static int size(int length) {
        return 32 - Integer.numberOfLeadingZeros(length);
    }

    @Test
    void filesWithSymbolsAreReadOrRefused() throws Exception {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            places.add(new Place(0x1000 + i * 16L, i % 2 == 0));
        }
        Target files = new Target("files with symbols", bytes -> symbols(bytes, places), List.of(), 1_500, OF_FILES);

        Tally tally = Fuzzer.run(files, TestPrograms.libraries(folder));

        assertThat(tally.read()).isGreaterThan(5);
        assertThat(tally.refused()).isPositive();
    }

    @Test
    void strippedGoProgramsAreReadOrRefused() throws Exception {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            places.add(new Place(0x401000 + i * 4_973L, false));
        }
        byte[] program = TestPrograms.strippedGo(folder);
        assertThat(symbols(program, places)).contains(" 64 ");
        Target files = new Target("go program", bytes -> symbols(bytes, places), List.of(), 100, OF_FILES);

        assertThat(Fuzzer.run(files, List.of(program)).read()).isGreaterThan(1);
    }

    private static String symbols(byte[] bytes, List<Place> places) {
        DebugFile file = new DebugFile(MemorySegment.ofArray(bytes), FILE);
        int frames = 0;
        int lines = 0;
        for (List<SourceFrame> found : file.frames(places)) {
            frames += found.size();
            lines += found.stream().anyMatch(frame -> frame.line() > 0) ? 1 : 0;
        }
        return file.buildId().map(String::length) + " " + frames + " " + lines;
    }

    @Test
    void namesOfFunctionsAreReadableOrStay() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of(
                "_ZN4shop3BoxIiE3putEi",
                "_ZNSt6vectorIiSaIiEE9push_backERKi",
                "_ZZN4shop4mainEvENKUlvE_clEv",
                "_ZN4core3fmt9Formatter3pad17h0123456789abcdefE",
                "_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_PKc",
                "_RNvCs1234_7mycrate4main",
                "_RINvNtC3std3mem8align_ofjdE",
                "_RNCNvMs_NtCs5_4shop6basketINtB4_6BasketpE3put0B8_")) {
            seeds.add(name.getBytes(StandardCharsets.UTF_8));
        }
        Target names = new Target(
                "names of functions",
                20_000,
                bytes -> {
                    String name = new String(bytes, StandardCharsets.UTF_8);
                    String readable = Demangler.readable(name);
                    assertThat(readable.length()).isLessThan(64 * name.length() + 4096);
                    return size(name.length()) + (readable.equals(name) ? "" : " " + readable.length());
                },
                "St",
                "S_",
                "N",
                "E",
                "I",
                "C",
                "Nv",
                "B_",
                "Kj",
                "L");

        assertThat(Fuzzer.run(names, seeds).refused()).isZero();
    }

    @Test
    void spansInJsonAreReadOrRefused() throws Exception {
        String json = """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},
                {"key":"a","value":{"arrayValue":{"values":[{"intValue":"1"},{"doubleValue":1.5},{"boolValue":true}]}}},
                {"key":"k","value":{"kvlistValue":{"values":[{"key":"b","value":{"bytesValue":"AAE="}}]}}}]},
                "scopeSpans":[{"scope":{"name":"s","version":"1"},"spans":[{"traceId":"000102030405060708090a0b0c0d0e0f",
                "spanId":"0001020304050607","parentSpanId":"","name":"GET","kind":"SPAN_KIND_SERVER","startTimeUnixNano":"1",
                "endTimeUnixNano":5,"status":{"code":2,"message":"m"},"events":[{"name":"e","timeUnixNano":"3"}],
                "links":[{"traceId":"000102030405060708090A0B0C0D0E0F","spanId":"0001020304050607","traceState":"a=b"}]}]}]}]}
                """;
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        SpanBatch batch = new SpanBatch();
        Target spans = Target.json("spans in json", 4_000, bytes -> {
            decoder.decode(OtlpJsonReader.toProtobuf(bytes), batch);
            return batch.spans().size() + " " + batch.refused();
        });

        Tally tally = Fuzzer.run(spans, List.of(json.getBytes(StandardCharsets.UTF_8)));

        assertThat(tally.read()).isGreaterThan(1);
        assertThat(tally.refused()).isPositive();
    }
}
