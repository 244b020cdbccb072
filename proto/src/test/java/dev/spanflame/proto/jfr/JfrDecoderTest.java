package dev.spanflame.proto.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.proto.jfr.labels.Context;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JfrDecoderTest {
    private static final long MILLIS_10 = 10_000_000;
    private static final String[] SAMPLE = {
        "startTime:long",
        "sampledThread:java.lang.Thread:c",
        "stackTrace:jdk.types.StackTrace:c",
        "state:jdk.types.ThreadState:c"
    };
    private static final String[] WALL = with(SAMPLE, "samples:int", "timeSpan:long");
    private static final String[] LOCK = {
        "startTime:long",
        "duration:long",
        "eventThread:java.lang.Thread:c",
        "stackTrace:jdk.types.StackTrace:c",
        "monitorClass:java.lang.Class:c",
        "previousOwner:java.lang.Thread:c",
        "address:long"
    };
    private static final LabelsSnapshot LABELS = LabelsSnapshot.newBuilder()
            .putStrings(1, "tenant")
            .putStrings(2, "acme")
            .putStrings(3, "GET /cart")
            .putContexts(
                    5, Context.newBuilder().putLabels(1, 2).putLabels(99, 2).build())
            .build();

    @Test
    void countsEachExecutionSampleForOnePeriod() {
        JfrWriter writer = new JfrWriter().type("jdk.ExecutionSample", SAMPLE).mode("cpu");
        long run = writer.stack("org/Leaf.run:7", "org/Main.main:3");
        long idle = writer.stack("org/Leaf.idle:9", "org/Main.main:3");
        writer.event("jdk.ExecutionSample", 3_000, 1, run, 1);
        writer.event("jdk.ExecutionSample", 5_000, 2, run, 1);
        writer.event("jdk.ExecutionSample", 5_000, 1, idle, 2);
        ProfileBatch cpu = only(decode(writer.toByteArray()));
        assertThatObject(cpu.labels()).isEqualTo(Labels.of("__name__", "process_cpu", "jfr_event", "cpu"));
        assertThat(cpu.sampleTypes()).containsExactly(new SampleType("cpu", "nanoseconds"));
        assertThat(cpu.periodType()).isEqualTo(new SampleType("cpu", "nanoseconds"));
        assertThat(Stacks.sums(cpu, 0)).isEqualTo(Map.of("org/Main.main:3;org/Leaf.run:7", 2 * MILLIS_10));
        assertThat(cpu.samples().rows().get(SampleColumn.TIME, 1)).isEqualTo(JfrWriter.START_NANOS + 2_000);
        assertThat(thread(cpu, 0)).isEqualTo("main");
        assertThat(thread(cpu, 1)).isEqualTo("GC Thread");
        assertThat(cpu.timeNanos()).isEqualTo(100);
        assertThat(cpu.durationNanos()).isEqualTo(900);
    }

    @Test
    void aWallClockSampleCountsAsOftenAsItSaysAndDoesNotTouchOthers() {
        JfrWriter writer = new JfrWriter()
                .type("profiler.WallClockSample", WALL)
                .type("jdk.ExecutionSample", SAMPLE)
                .type("jdk.JavaMonitorEnter", LOCK)
                .mode("wall");
        long stack = writer.stack("a/B.c:1");
        writer.event("profiler.WallClockSample", 2_000, 1, stack, 2, 40, 0);
        writer.event("profiler.WallClockSample", 2_000, 1, stack, 1, 3, 0);
        writer.event("jdk.ExecutionSample", 2_000, 1, stack, 1);
        writer.event("jdk.JavaMonitorEnter", 2_000, 500, 1, stack, 1, 0, 0);
        List<ProfileBatch> batches = decode(writer.toByteArray());
        assertThat(Stacks.sums(Stacks.find(batches, "wall"), 0)).containsEntry("a/B.c:1", 44 * MILLIS_10);
        assertThat(Stacks.sums(Stacks.find(batches, "cpu"), 0)).containsEntry("a/B.c:1", 4 * MILLIS_10);
        assertThat(Stacks.sums(Stacks.find(batches, "contentions"), 0)).containsEntry("a/B.c:1", 1L);
    }

    @Test
    void durationsAreNanosecondsWhateverTheClock() {
        JfrWriter writer = new JfrWriter().type("jdk.JavaMonitorEnter", LOCK);
        long stack = writer.stack("a/B.c:1");
        writer.event("jdk.JavaMonitorEnter", 2_000, 7_000_000_001L, 1, stack, 1, 0, 0);
        ProfileBatch lock = only(decode(writer.toByteArray()));
        assertThatObject(lock.labels()).isEqualTo(Labels.of("__name__", "mutex"));
        assertThat(Stacks.sums(lock, 1)).containsEntry("a/B.c:1", 3_500_000_000L);
    }

    @Test
    void readsTheFieldsThatForksAddWhereverTheyStand() {
        String[] fields = {
            "contextId:long", "startTime:long", "spanName:long", "stackTrace:jdk.types.StackTrace:c", "weights:double",
            "spanId:long", "note:java.lang.String", "traceIdHi:long", "traceIdLo:long", "sampledThread:long",
            "state:jdk.types.ThreadState:c"
        };
        JfrWriter writer = new JfrWriter().type("jdk.ExecutionSample", fields);
        long stack = writer.stack("a/B.c:1");
        writer.event(
                "jdk.ExecutionSample",
                JfrWriter.number(5),
                JfrWriter.number(2_000),
                JfrWriter.number(3),
                JfrWriter.number(stack),
                new byte[8],
                JfrWriter.number(-2),
                JfrWriter.text("x"),
                JfrWriter.number(8),
                JfrWriter.number(9),
                JfrWriter.number(0),
                JfrWriter.number(1));
        ProfileBatch cpu = only(decode(writer.toByteArray()));
        assertThat(cpu.labelSets())
                .containsExactly(Labels.EMPTY, Labels.of("span_name", "GET /cart", "tenant", "acme"));
        assertThat(cpu.samples().rows().get(SampleColumn.LABEL_SET, 0)).isEqualTo(1);
        assertThat(cpu.samples().rows().get(SampleColumn.SPAN_ID, 0)).isEqualTo(-2);
        assertThat(cpu.samples().rows().get(SampleColumn.TRACE_HIGH, 0)).isEqualTo(8);
        assertThat(cpu.samples().rows().get(SampleColumn.TRACE_LOW, 0)).isEqualTo(9);
    }

    @Test
    void chunksNumberTheirConstantsEachForItself() {
        JfrWriter first = new JfrWriter().type("jdk.ExecutionSample", SAMPLE).mode("itimer");
        first.event("jdk.ExecutionSample", 2_000, 1, first.stack("a/B.c:1"), 1);
        JfrWriter second = new JfrWriter().type("jdk.ExecutionSample", SAMPLE);
        second.event("jdk.ExecutionSample", 2_000, 1, second.stack("x/Y.z:1", "a/B.c:1"), 1);
        second.event("jdk.ExecutionSample", 2_000, 1, second.stack("a/B.c:1"), 1);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first.toByteArray());
        both.writeBytes(second.toByteArray());
        ProfileBatch cpu = only(decode(both.toByteArray()));
        assertThat(cpu.labels().value("jfr_event")).isEqualTo("itimer");
        assertThat(Stacks.sums(cpu, 0)).isEqualTo(Map.of("a/B.c:1", 2 * MILLIS_10, "a/B.c:1;x/Y.z:1", MILLIS_10));
        assertThat(cpu.symbols().functions().size()).isEqualTo(2);
    }

    @Test
    void countsWhatItCannotUse() {
        JfrWriter writer = new JfrWriter().type("jdk.ExecutionSample", SAMPLE);
        long known = writer.stack("a/B.c:1");
        long empty = writer.stack();
        writer.event("jdk.ExecutionSample", 2_000, 1, 77, 1);
        writer.event("jdk.ExecutionSample", 2_000, 1, empty, 1);
        writer.event("jdk.ExecutionSample", 2_000, 1, known, 1);
        ProfileBatch cpu = only(decode(writer.toByteArray()));
        assertThat(cpu.samples().size()).isEqualTo(1);
        assertThat(cpu.refusedCount(Refusal.UNKNOWN_STACK)).isEqualTo(1);
        assertThat(cpu.refusedCount(Refusal.NO_STACK)).isEqualTo(1);
    }

    @Test
    void cutsDeepStacksAtTheLeaf() {
        JfrWriter writer = new JfrWriter().type("jdk.ExecutionSample", SAMPLE);
        String[] frames = new String[1_500];
        Arrays.setAll(frames, i -> "a/B.m" + i + ":1");
        writer.event("jdk.ExecutionSample", 2_000, 1, writer.stack(frames), 1);
        ProfileBatch cpu = only(decode(writer.toByteArray()));
        assertThat(Stacks.stack(cpu, 0)).startsWith("a/B.m1499:1;").endsWith(";a/B.m500:1");
        assertThat(cpu.oddityCount(Oddity.STACK_TOO_DEEP)).isEqualTo(1);
    }

    @Test
    void aRecordingWithoutSamplesHasNoProfile() {
        assertThat(decode(new JfrWriter().toByteArray())).isEmpty();
    }

    @Test
    void refusesWhatIsNoWholeRecording() {
        byte[] whole = new JfrWriter().type("jdk.ExecutionSample", SAMPLE).toByteArray();
        refused(new byte[0], "no chunk begins at byte 0");
        refused("not a recording".getBytes(java.nio.charset.StandardCharsets.UTF_8), "no chunk begins");
        refused(Arrays.copyOf(whole, whole.length - 1), "was cut or is not finished");
        refused(Arrays.copyOf(whole, whole.length + 1), "no chunk begins at byte " + whole.length);
        byte[] old = whole.clone();
        old[5] = 1;
        refused(old, "format version 1");
        byte[] plain = whole.clone();
        plain[67] = 0;
        refused(plain, "not compressed");
        byte[] still = whole.clone();
        Arrays.fill(still, 56, 64, (byte) 0);
        refused(still, "0 ticks a second");
    }

    @Test
    void staysWithinBoundsWhateverARecordingClaims() {
        JfrWriter writer = new JfrWriter().type("jdk.ExecutionSample", SAMPLE).type("jdk.JavaMonitorEnter", LOCK);
        for (int i = 0; i < 20; i++) {
            long stack = writer.stack("a/B.c" + i + ":1", "a/B.d:" + i);
            writer.event("jdk.ExecutionSample", 2_000, 1, stack, 1);
            writer.event("jdk.JavaMonitorEnter", 2_000, 500, 1, stack, 1, 0, 0);
        }
        byte[] whole = writer.toByteArray();
        int refused = 0;
        for (int seed = 0; seed < 15_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            try {
                decode(damaged);
            } catch (BackendException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.UNPROCESSABLE);
                refused++;
            }
        }
        assertThat(refused).isBetween(2_000, 14_500);
    }

    @Test
    void refusesMetadataThatDescribesEndlessTypes() {
        JfrWriter inItself = new JfrWriter();
        inItself.type("ring", "x:long").type("jdk.ExecutionSample", "a:ring").type("ring", "b:jdk.ExecutionSample");
        refused(inItself.toByteArray(), "holds itself");
        JfrWriter doubling = new JfrWriter().type("t0", "x:long", "y:long");
        for (int i = 1; i < 15; i++) {
            doubling.type("t" + i, "a:t" + (i - 1), "b:t" + (i - 1));
        }
        doubling.type("jdk.ExecutionSample", "a:t14");
        refused(doubling.toByteArray(), "too many fields");
    }

    private static void refused(byte[] recording, String message) {
        assertThatThrownBy(() -> decode(recording))
                .isInstanceOfSatisfying(BackendException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNPROCESSABLE);
                    assertThat(e.reason()).isEqualTo("malformed_profile");
                })
                .hasMessageContaining(message);
    }

    private static String thread(ProfileBatch batch, int row) {
        return batch.symbols().text(batch.samples().rows().get(SampleColumn.THREAD, row));
    }

    private static ProfileBatch only(List<ProfileBatch> batches) {
        assertThat(batches).hasSize(1);
        return batches.getFirst();
    }

    private static List<ProfileBatch> decode(byte[] recording) {
        return new JfrDecoder(ProfileLimits.DEFAULT).decode(new JfrRecording(recording, LABELS, 100, 1_000, 100));
    }

    private static String[] with(String[] fields, String... more) {
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return all;
    }
}
