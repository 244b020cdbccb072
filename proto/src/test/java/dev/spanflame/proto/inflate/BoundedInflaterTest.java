package dev.spanflame.proto.inflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedInflaterTest {
    private static final InflateLimits LIMITS = InflateLimits.ofBytes(32 << 20);

    /// Ways to compress, some of which announce their size.
    enum Form {
        GZIP(ContentCoding.GZIP),
        GZIP_OF_FOUR_MEMBERS(ContentCoding.GZIP),
        ZLIB(ContentCoding.DEFLATE),
        RAW_DEFLATE(ContentCoding.DEFLATE),
        ZSTD(ContentCoding.ZSTD),
        ZSTD_STREAM(ContentCoding.ZSTD),
        ZSTD_OF_FOUR_FRAMES(ContentCoding.ZSTD);

        private final ContentCoding coding;

        Form(ContentCoding coding) {
            this.coding = coding;
        }

        byte[] compress(byte[] content) throws IOException {
            return switch (this) {
                case GZIP -> gzip(content);
                case GZIP_OF_FOUR_MEMBERS -> quarters(content, GZIP);
                case ZLIB -> deflate(content, false);
                case RAW_DEFLATE -> deflate(content, true);
                case ZSTD -> Zstd.compress(content);
                case ZSTD_STREAM -> zstdStream(content);
                case ZSTD_OF_FOUR_FRAMES -> quarters(content, ZSTD_STREAM);
            };
        }

        private static byte[] quarters(byte[] content, Form form) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < 4; i++) {
                out.writeBytes(form.compress(
                        Arrays.copyOfRange(content, content.length * i / 4, content.length * (i + 1) / 4)));
            }
            return out.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasCompressed(Form form) throws IOException {
        for (int size : new int[] {0, 1, 5, 1_000, 16 << 10, 300_000}) {
            for (byte[] content : List.of(text(size), noise(size))) {
                assertThat(inflate(form.coding, form.compress(content))).isEqualTo(content);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void inflatesASliceOfAnArray(Form form) throws IOException {
        byte[] content = text(10_000);
        byte[] compressed = form.compress(content);
        byte[] around = new byte[compressed.length + 20];
        Arrays.fill(around, (byte) 0x55);
        System.arraycopy(compressed, 0, around, 10, compressed.length);

        byte[] inflated = BoundedInflater.inflate(
                form.coding, around, 10, 10 + compressed.length, InflateBudget.alone(LIMITS, around.length));

        assertThat(inflated).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource
    void everyPrefixIsRefused(Form form) throws IOException {
        byte[] compressed = form.compress(text(300));
        for (int length = 0; length < compressed.length; length++) {
            byte[] prefix = Arrays.copyOf(compressed, length);
            if (isWholeMembers(form, prefix)) {
                continue;
            }
            assertRefused(form.coding, prefix, ErrorKind.BAD_REQUEST, "content is not valid " + form.coding.label());
        }
    }

    /// A prefix that ends with a member or frame is a shorter content, not a truncated one.
    private static boolean isWholeMembers(Form form, byte[] prefix) throws IOException {
        byte[] content = text(300);
        if (form != Form.GZIP_OF_FOUR_MEMBERS && form != Form.ZSTD_OF_FOUR_FRAMES) {
            return false;
        }
        Form single = form == Form.GZIP_OF_FOUR_MEMBERS ? Form.GZIP : Form.ZSTD_STREAM;
        int length = 0;
        for (int i = 0; i < 4; i++) {
            length += single.compress(Arrays.copyOfRange(content, 300 * i / 4, 300 * (i + 1) / 4)).length;
            if (length == prefix.length) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void damageIsRefusedOrHarmless(Form form) throws IOException {
        byte[] content = text(2_000);
        byte[] compressed = form.compress(content);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] damaged = compressed.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                inflate(form.coding, damaged);
            } catch (BackendException e) {
                assertThat(e.kind()).isIn(ErrorKind.BAD_REQUEST, ErrorKind.TOO_LARGE);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "ZLIB", "RAW_DEFLATE", "ZSTD", "ZSTD_STREAM"})
    void bytesAfterTheEndAreRefused(String name) throws IOException {
        Form form = Form.valueOf(name);
        byte[] compressed = form.compress(text(300));
        byte[] longer = Arrays.copyOf(compressed, compressed.length + 3);
        longer[compressed.length] = 'x';

        assertRefused(form.coding, longer, ErrorKind.BAD_REQUEST, "content is not valid");
    }

    @ParameterizedTest
    @EnumSource
    void contentOfExactlyTheLimitPassesAndOneByteMoreDoesNot(Form form) throws IOException {
        byte[] content = noise(100_000);
        byte[] compressed = form.compress(content);
        InflateLimits exact = InflateLimits.ofBytes(100_000);
        InflateLimits less = InflateLimits.ofBytes(99_999);

        assertThat(BoundedInflater.inflate(form.coding, compressed, InflateBudget.alone(exact, compressed.length)))
                .isEqualTo(content);
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() ->
                        BoundedInflater.inflate(form.coding, compressed, InflateBudget.alone(less, compressed.length)))
                .withMessageContaining("99999 bytes, which is the limit")
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE);
                    assertThat(e.reason()).isEqualTo("inflated_too_large");
                });
    }

    @ParameterizedTest
    @EnumSource
    void bombsAreStoppedByTheirRatioWithLittleMemory(Form form) throws IOException {
        byte[] bomb = form.compress(new byte[24 << 20]);
        InFlightBudget memory = new InFlightBudget(16 << 20, Duration.ofSeconds(1));

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> BoundedInflater.inflate(
                        form.coding, bomb, new InflateBudget(LIMITS, bomb.length, memory.open())))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE);
                    assertThat(e.reason()).isEqualTo("inflate_ratio");
                    assertThat(e.text()).contains("200 times its " + bomb.length + " bytes");
                });
    }

    @Test
    void nestedContainersShareOneBudget() throws IOException {
        byte[] inner = gzip(noise(600_000));
        byte[] outer = gzip(inner);
        InflateBudget enough = InflateBudget.alone(InflateLimits.ofBytes(1_300_000), outer.length);
        InflateBudget tooLittle = InflateBudget.alone(InflateLimits.ofBytes(1_000_000), outer.length);

        assertThat(BoundedInflater.inflate(List.of(ContentCoding.GZIP, ContentCoding.GZIP), outer, enough))
                .hasSize(600_000);
        byte[] first = BoundedInflater.inflate(ContentCoding.GZIP, outer, tooLittle);
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> BoundedInflater.inflate(ContentCoding.GZIP, first, tooLittle))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    @Test
    void nestedBombsAreMeasuredByWhatCameOverTheWire() throws IOException {
        byte[] once = gzip(new byte[20 << 20]);
        byte[] twice = gzip(once);
        assertThat(once.length * 200).isLessThan(20 << 20);

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> BoundedInflater.inflate(
                        List.of(ContentCoding.GZIP, ContentCoding.GZIP),
                        twice,
                        InflateBudget.alone(LIMITS, twice.length)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("inflate_ratio"));
    }

    @Test
    void codingsAreUndoneInReverse() throws IOException {
        byte[] content = text(1_000);
        byte[] sent = gzip(Zstd.compress(content));

        assertThat(BoundedInflater.inflate(
                        List.of(ContentCoding.ZSTD, ContentCoding.GZIP),
                        sent,
                        InflateBudget.alone(LIMITS, sent.length)))
                .isEqualTo(content);
    }

    @Test
    void anAnnouncedSizeOverTheLimitIsRefusedBeforeAnythingIsAllocated() {
        // A single-segment frame that announces 8 EiB and holds one empty block.
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 1, 0, 0};

        assertRefused(ContentCoding.ZSTD, frame, ErrorKind.TOO_LARGE, "the limit");
    }

    @Test
    void aLyingGzipTrailerCostsNoMoreThanTheBudget() throws IOException {
        byte[] compressed = gzip(text(1_000));
        Arrays.fill(compressed, compressed.length - 4, compressed.length, (byte) 0xff);
        InFlightBudget memory = new InFlightBudget(2 << 20, Duration.ofSeconds(1));

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> BoundedInflater.inflate(
                        ContentCoding.GZIP, compressed, new InflateBudget(LIMITS, compressed.length, memory.open())))
                .withMessageContaining("its size is wrong");
    }

    @Test
    void hugeZstdWindowsAreRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.setLong(27);
            zstd.write(noise(1_000));
            zstd.flush();
            zstd.write(noise(1_000));
        }

        assertRefused(ContentCoding.ZSTD, out.toByteArray(), ErrorKind.TOO_LARGE, "window of more than 8388608 bytes");
    }

    @Test
    void zstdOfSizesBeyondTheWindowLimitIsFineWhenAnnounced() {
        byte[] content = noise(12 << 20);
        byte[] compressed;
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            compressed = context.setLevel(1).compress(content);
        }

        assertThat(inflate(ContentCoding.ZSTD, compressed)).isEqualTo(content);
    }

    @Test
    void skippableZstdFramesAreSkipped() {
        byte[] frame = Zstd.compress(text(100));
        byte[] both = new byte[12 + frame.length];
        System.arraycopy(new byte[] {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 9, 9, 9, 9}, 0, both, 0, 12);
        System.arraycopy(frame, 0, both, 12, frame.length);

        assertThat(inflate(ContentCoding.ZSTD, both)).isEqualTo(text(100));
    }

    @Test
    void gzipHeadersWithAllFieldsAreRead() throws IOException {
        byte[] plain = gzip(text(50));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3});
        out.writeBytes(new byte[] {2, 0, 'x', 'y'});
        out.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {1, 2});
        out.write(plain, 10, plain.length - 10);

        assertThat(inflate(ContentCoding.GZIP, out.toByteArray())).isEqualTo(text(50));
    }

    @Test
    void contentThatIsNotCompressedHasTheSameLimit() {
        byte[] content = new byte[101];
        InflateBudget budget = InflateBudget.alone(InflateLimits.ofBytes(100), content.length);

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> BoundedInflater.inflate(ContentCoding.IDENTITY, content, budget))
                .withMessage("content has 101 bytes; the limit is 100");
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> BoundedInflater.inflate(List.of(), content, budget));
        byte[] fits = new byte[100];
        assertThat(BoundedInflater.inflate(List.of(), fits, budget)).isSameAs(fits);
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsHeldForTheResultAloneAndGivenBack(Form form) throws IOException {
        byte[] compressed = form.compress(text(500_000));
        InFlightBudget memory = new InFlightBudget(64 << 20, Duration.ofSeconds(1));

        try (InFlightBudget.Reservation reservation = memory.open()) {
            byte[] content = BoundedInflater.inflate(
                    form.coding, compressed, new InflateBudget(LIMITS, compressed.length * 10L, reservation));

            assertThat(memory.usedBytes()).isEqualTo(content.length);
        }
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void gzipThatAnnouncesItsSizeIsInflatedInPlace() throws IOException {
        byte[] compressed = gzip(noise(5_000_000));
        InFlightBudget memory = new InFlightBudget(5_000_000, Duration.ofSeconds(1));

        byte[] content = BoundedInflater.inflate(
                ContentCoding.GZIP, compressed, new InflateBudget(LIMITS, compressed.length, memory.open()));

        assertThat(content).hasSize(5_000_000);
    }

    @Test
    void whenOtherRequestsHoldTheMemoryTheSenderIsAskedToComeAgain() throws IOException {
        byte[] compressed = gzip(noise(50_000));
        InFlightBudget memory = new InFlightBudget(60_000, Duration.ofSeconds(3));
        try (InFlightBudget.Reservation other = memory.reserve(20_000)) {
            assertThatExceptionOfType(BackendException.class)
                    .isThrownBy(() -> BoundedInflater.inflate(
                            ContentCoding.GZIP,
                            compressed,
                            new InflateBudget(LIMITS, compressed.length, memory.open())))
                    .satisfies(e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                        assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
                    });
            assertThat(other.heldBytes()).isEqualTo(20_000);
        }
    }

    private static byte[] inflate(ContentCoding coding, byte[] compressed) {
        return BoundedInflater.inflate(coding, compressed, InflateBudget.alone(LIMITS, compressed.length));
    }

    private static void assertRefused(ContentCoding coding, byte[] compressed, ErrorKind kind, String why) {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> inflate(coding, compressed))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] content, boolean raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, deflater)) {
            deflate.write(content);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static byte[] zstdStream(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(content, 0, content.length / 2);
            zstd.flush();
            zstd.write(content, content.length / 2, content.length - content.length / 2);
        }
        return out.toByteArray();
    }

    private static byte[] text(int size) {
        byte[] text = new byte[size];
        new Random(size).nextBytes(text);
        for (int i = 0; i < size; i++) {
            text[i] = (byte) ('a' + (text[i] & 3));
        }
        return text;
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        return noise;
    }
}
