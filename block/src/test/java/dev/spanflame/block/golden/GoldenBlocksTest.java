package dev.spanflame.block.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.block.profile.store.TestBlocks;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.BlockFixture;
import dev.spanflame.block.verify.BlockCheck;
import dev.spanflame.block.verify.Damage;
import dev.spanflame.block.verify.StoreCheck;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Signal;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A block of every format version there ever was is read, verified and merged, and holds exactly what was sent.
final class GoldenBlocksTest {
    /// Writes the block of today's version where it is missing.
    private static final boolean WRITE = "write".equals(System.getProperty("spanflame.golden"));

    @TempDir
    Path folder;

    private GoldenStore written(Signal signal) throws IOException {
        return GoldenStore.written(signal, folder);
    }

    private int today(Signal signal) throws IOException {
        return written(signal).block().formatVersion();
    }

    private List<GoldenStore> kept(Signal signal) throws IOException {
        List<GoldenStore> stores = new ArrayList<>();
        for (int version = 1; version <= today(signal); version++) {
            stores.add(GoldenStore.kept(signal, version));
            assertThat(stores.getLast().block().formatVersion()).isEqualTo(version);
        }
        return stores;
    }

    @BeforeAll
    static void keepToday(@TempDir Path staging) throws IOException {
        for (Signal signal : Signal.values()) {
            GoldenStore today = GoldenStore.written(signal, staging);
            int version = today.block().formatVersion();
            if (WRITE && !GoldenStore.isKept(signal, version)) {
                today.keep(signal, version);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfEveryVersionIsKept(Signal signal) throws IOException {
        int today = today(signal);
        for (int version = 1; version <= today; version++) {
            assertThat(GoldenStore.isKept(signal, version))
                    .as("a golden block of " + signal + ", version " + version
                            + "; make one with -Dspanflame.golden=write and commit it")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewVersionNeedsANumberOfItsOwn(Signal signal) throws IOException {
        GoldenStore today = written(signal);
        GoldenStore golden = GoldenStore.kept(signal, today(signal));
        String wrong = "blocks of " + signal + " are no longer written as the golden one of the same format version: "
                + "either undo that, or raise the version";
        assertThat(TableText.layout(today)).as(wrong).isEqualTo(TableText.layout(golden));
    }

    @ParameterizedTest
    @EnumSource
    void theSameDataIsTheSameBytes(Signal signal) throws IOException {
        GoldenStore one = written(signal);
        GoldenStore another = written(signal);
        assertThat(another.keys()).isEqualTo(one.keys());
        for (String key : one.keys()) {
            assertThat(another.objects().get(key))
                    .as(key)
                    .isEqualTo(one.objects().get(key));
        }
    }

    @ParameterizedTest
    @EnumSource
    void goldenBlocksAreWrittenInEveryWayThereIs(Signal signal) throws IOException {
        Set<ColumnEncoding> all = signal == Signal.TRACES
                ? Set.of(ColumnEncoding.values())
                : Set.of(ColumnEncoding.PLAIN, ColumnEncoding.DICTIONARY, ColumnEncoding.DELTA);
        assertThat(TableText.encodings(written(signal))).containsAll(all);
    }

    @Test
    void spansAreThoseThatWereSent() throws IOException {
        Set<SpanRecord> expected = sentSpans();
        for (GoldenStore store : kept(Signal.TRACES)) {
            BlockMeta meta = store.block();
            TraceBlock block = GoldenStore.traceBlocks(store.objects()).open(meta);
            List<SpanRecord> records = BlockFixture.records(block);
            assertThat(records).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(meta.rows()).isEqualTo(expected.size());
            assertThat(block.groupCount()).isGreaterThan(2);
            TraceIndex traces = block.traces();
            for (int trace = 0; trace < traces.count(); trace++) {
                assertThat(SpanFixtures.records(BlockFixture.trace(block, trace)))
                        .isEqualTo(records.subList(traces.firstRow(trace), traces.firstRow(trace + 1)));
            }
        }
    }

    private static Set<SpanRecord> sentSpans() {
        Set<SpanRecord> records = new LinkedHashSet<>();
        for (Trace trace : GoldenSpans.sent()) {
            trace.resourceSpans()
                    .forEach(resource -> resource.scopeSpans()
                            .forEach(scope -> scope.spans()
                                    .forEach(span -> records.add(SpanFixtures.plain(
                                            new SpanRecord(resource.resource(), scope.scope(), span))))));
        }
        return records;
    }

    @Test
    void profilesAreThoseThatWereSent() throws IOException {
        List<String> expected = sentProfiles();
        assertThat(expected).anyMatch(line -> line.contains("worker-2"));
        for (GoldenStore store : kept(Signal.PROFILES)) {
            ProfilePartition block = new ProfileBlocks(store.objects(), 0).open(store.block(), () -> false);
            assertThat(ProfileText.lines(block)).isEqualTo(expected);
        }
    }

    private static List<String> sentProfiles() {
        return ProfileText.lines(TestBlocks.segment(GoldenProfiles.sent()).contents());
    }

    @ParameterizedTest
    @EnumSource
    void goldenBlocksAreSound(Signal signal) throws IOException {
        for (GoldenStore store : kept(signal)) {
            StoreCheck.Report report = new StoreCheck(store.objects(), _ -> {}).run(Optional.empty());
            assertThat(report.damages()).isEmpty();
            assertThat(report.blocks()).isEqualTo(1);
            assertThat(report.rows()).isEqualTo(store.block().rows());
        }
    }

    @ParameterizedTest
    @EnumSource
    void goldenBlocksAreMergedWithThoseOfToday(Signal signal) throws IOException {
        for (GoldenStore store : kept(signal)) {
            GoldenStore today = written(signal);
            BlockMeta again = renamed(today.block());
            for (BlockMeta.BlockObject object : again.objects()) {
                byte[] bytes = today.objects().get(today.block().key(object.name()));
                store.objects().put(again.key(object.name()), Payload.of(bytes));
            }
            BlockMeta merged = merger(signal, store.objects())
                    .merge(List.of(store.block(), again), target(store.objects()), () -> false);
            assertThat(merged.rows()).isEqualTo(again.rows());
            if (signal == Signal.TRACES) {
                TraceBlock block = GoldenStore.traceBlocks(store.objects()).open(merged);
                assertThat(BlockFixture.records(block)).containsExactlyInAnyOrderElementsOf(sentSpans());
            } else {
                ProfilePartition block = new ProfileBlocks(store.objects(), 0).open(merged, () -> false);
                assertThat(ProfileText.lines(block)).isEqualTo(sentProfiles());
            }
        }
    }

    private BlockTarget target(ObjectStore store) {
        return new BlockTarget(store, folder, GoldenStore.TENANT, 1, InstantSource.system(), new Random(3));
    }

    private static BlockMerge merger(Signal signal, ObjectStore store) {
        return switch (signal) {
            case TRACES -> GoldenStore.traceBlocks(store);
            case PROFILES -> new ProfileBlocks(store, 0);
        };
    }

    private static BlockMeta renamed(BlockMeta meta) {
        return copy(meta, meta.id().replaceAll("^.", "1"), meta.formatVersion());
    }

    private static BlockMeta copy(BlockMeta meta, String id, int version) {
        return new BlockMeta(
                id,
                meta.tenant(),
                meta.signal(),
                version,
                meta.startNanos(),
                meta.endNanos(),
                meta.rows(),
                meta.items(),
                meta.level(),
                meta.createdMillis(),
                meta.objects());
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfANewerVersionIsRefusedInOneSentence(Signal signal) throws IOException {
        GoldenStore store = written(signal);
        BlockMeta meta = store.block();
        BlockMeta newer = copy(meta, meta.id(), meta.formatVersion() + 1);
        String sentence = "block '" + meta.folder() + "' has format version " + newer.formatVersion()
                + ", this program reads up to " + meta.formatVersion() + "; use a newer one";
        assertRefused(
                sentence,
                () -> merger(signal, store.objects())
                        .merge(List.of(meta, newer), target(store.objects()), () -> false));
        assertThat(merger(signal, store.objects()).takes(meta)).isTrue();
        assertThat(merger(signal, store.objects()).takes(newer)).isFalse();
        assertRefused(sentence, () -> {
            if (signal == Signal.TRACES) {
                GoldenStore.traceBlocks(store.objects()).open(newer);
            } else {
                new ProfileBlocks(store.objects(), 0).open(newer, () -> false);
            }
        });
        assertThat(new BlockCheck(store.objects()).run(newer)).isEqualTo(List.of(new Damage(meta.folder(), sentence)));
    }

    private static void assertRefused(String sentence, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNIMPLEMENTED))
                .hasMessage(sentence);
    }
}
