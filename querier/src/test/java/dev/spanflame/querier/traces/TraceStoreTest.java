package dev.spanflame.querier.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.oracle.RandomTraces;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceStoreTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final List<Tenant> TENANTS = List.of(TENANT);

    private final TestStore stored = new TestStore();

    @Test
    void aFlushedSegmentThatIsStillLiveIsSeenOnce() throws IOException {
        List<Trace> traces = traces(1);
        stored.addLive(TENANT, 7, traces);
        stored.addBlock(TENANT, 2, traces, 7);

        assertThat(rows(stored.store().source(TENANTS))).isEqualTo(distinct(traces));
        assertThat(stored.store().source(TENANTS).partitions(everything()))
                .as("without anything to put together")
                .allSatisfy(partition -> assertThat(partition).isNotInstanceOf(HidingPartition.class));
    }

    @Test
    void aSegmentThatReachesBehindTheFlushIsSeen() throws IOException {
        List<Trace> all = List.of(chain(1, 3, 0), chain(2, 3, 10), part(1, 3, 20));
        stored.addBlock(TENANT, 2, all.subList(0, 2), 7);
        stored.addLive(TENANT, 8, all.subList(2, 3));

        assertThat(rows(stored.store().source(TENANTS))).isEqualTo(distinct(all));
    }

    @Test
    void everyPartitionKnowsItsTracesFromTheNewestOn() throws IOException {
        List<Trace> block = List.of(chain(1, 3, 30), chain(2, 3, 0), chain(3, 3, 20), chain(4, 3, 40), chain(5, 3, 10));
        stored.addBlock(TENANT, 2, block, 7);
        stored.addLive(TENANT, 8, List.of(part(3, 3, 50)));

        List<SpanPartition> partitions = stored.store().source(TENANTS).partitions(everything());

        assertThat(partitions).anySatisfy(partition -> assertThat(partition).isInstanceOf(HidingPartition.class));
        assertThat(partitions).allSatisfy(partition -> {
            int[] order = partition.newestFirst();
            assertThat(order)
                    .containsExactlyInAnyOrder(
                            IntStream.range(0, partition.traceCount()).toArray());
            assertThat(IntStream.of(order)
                            .mapToLong(trace -> -partition.traceStartNanos(trace))
                            .toArray())
                    .isSorted();
        });
    }

    @Test
    void splitTracesAreDealtOutToBoundedPartitions() throws IOException {
        List<Trace> traces = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            traces.add(chain(i, 5, 0));
        }
        stored.addBlock(TENANT, 7, traces);
        stored.addLive(TENANT, traces);
        TraceStoreSettings settings = new TraceStoreSettings(Duration.ofHours(1), Duration.ZERO, 1000, 40);

        List<SpanPartition> partitions = stored.store(settings).source(TENANTS).partitions(everything());

        assertThat(partitions).hasSize(10);
        assertThat(partitions).allSatisfy(partition -> {
            assertThat(partition.traceCount()).isEqualTo(4);
            assertThat(partition.rowCount()).isEqualTo(20);
        });
    }

    @Test
    void splitTracesThatCannotMatchAreNotPutTogether() throws IOException {
        stored.addBlock(TENANT, 7, List.of(chain(1, 2, 0), chain(2, 2, 0)));
        stored.addLive(TENANT, List.of(part(1, 1, 5), part(2, 2, 5)));

        ScanRequest request = TraceQl.compile(TraceQl.parse("{ name = \"n101\" && nestedSetParent > 0 }"))
                .request(SearchOptions.of(TimeRange.ALL));
        assertThat(request.mandatory()).hasSize(2);
        List<SpanPartition> partitions = stored.store().source(TENANTS).partitions(request);

        assertThat(partitions).hasSize(1);
        assertThat(partitions.getFirst().traceCount()).isEqualTo(1);
        assertThat(partitions.getFirst().traceIdLow(0)).isEqualTo(2);
        assertThat(partitions.getFirst().rowCount()).isEqualTo(4);
    }

    @Test
    void aTraceIsJudgedWholeHoweverFarItsPiecesLieApart() throws IOException {
        long hour = Duration.ofHours(1).toNanos();
        stored.addBlock(TENANT, 1, List.of(chain(1, 2, 0), chain(2, 1, 0)));
        stored.addBlock(TENANT, 1, List.of(part(1, 2, 5 * hour)));
        stored.addLive(TENANT, List.of(spans(1, 200, 1, 50 * hour)));
        SpanSource source = stored.store().source(TENANTS);

        SearchResult found =
                TraceQl.compile(TraceQl.parse("{} | count() > 4")).search(source, SearchOptions.of(TimeRange.ALL));
        assertThat(found.traces()).hasSize(1);
        assertThat(found.traces().getFirst().traceId().low()).isEqualTo(1);
        assertThat(found.traces().getFirst().spanSets().getFirst().matched()).isEqualTo(5);
        assertThat(found.traces().getFirst().durationNanos()).isGreaterThan(49 * hour);
        assertThat(counted(source, "{} | count() > 4 | count_over_time()")).isEqualTo(5);
        assertThat(counted(source, "{ nestedSetParent < 0 } >> {} | count_over_time()"))
                .as("descendants of a root that lies hours before them")
                .isEqualTo(4);
    }

    private static double counted(SpanSource source, String query) throws IOException {
        TimeAxis axis = TimeAxis.instant(-1, Duration.ofDays(9).toNanos());
        return TraceQl.measure(TraceQl.parse(query))
                .query(source, MetricsOptions.of(axis))
                .series()
                .getFirst()
                .values()[0];
    }

    @Test
    void piecesAreMissedOnlyBeyondTheSlack() throws IOException {
        long hour = Duration.ofHours(1).toNanos();
        stored.addBlock(TENANT, 1, List.of(chain(1, 2, 0)));
        stored.addBlock(TENANT, 1, List.of(part(1, 2, 3 * hour / 4)));
        SpanSource source = stored.store().source(TENANTS);

        TimeRange first = new TimeRange(0, 1000);
        SearchResult found = TraceQl.compile(TraceQl.parse("{}")).search(source, SearchOptions.of(first));
        assertThat(found.traces()).hasSize(1);
        assertThat(found.traces().getFirst().spanSets().getFirst().matched()).isEqualTo(4);
        assertThat(source.partitions(request(new TimeRange(2 * hour, 3 * hour))))
                .isEmpty();
    }

    @Test
    void aTraceByIdIsWholeHoweverFarItsPiecesAre() throws IOException {
        stored.addBlock(TENANT, 1, List.of(chain(1, 2, 0)));
        stored.addBlock(TENANT, 1, List.of(part(1, 2, Duration.ofDays(9).toNanos())));

        FoundTrace found = stored.store().trace(TENANTS, new TraceId(0, 1), () -> false, _ -> {});

        assertThat(found.trace().spanCount()).isEqualTo(4);
        assertThat(found.storedSpans()).isEqualTo(4);
        assertThat(found.truncated()).isFalse();
    }

    @Test
    void whenABlockVanishesTheQuestionIsAskedAgainOverTheNewBlocks() throws IOException {
        TraceStoreSettings lazy = new TraceStoreSettings(Duration.ofHours(1), Duration.ofDays(1), 1000, 1000);
        List<Trace> traces = List.of(chain(1, 3, 0), chain(2, 3, 10));
        BlockMeta old = stored.addBlock(TENANT, 1, traces);
        TraceStore store = stored.store(lazy);
        assertThat(count(store)).isEqualTo(2);

        BlockMeta merged = stored.block(TENANT, 2, traces);
        stored.otherProcess().of(TENANT).commit(Change.replace(List.of(old.id()), List.of(merged)));
        stored.vanish(old);

        assertThat(count(store)).isEqualTo(2);
        stored.vanish(merged);
        assertThat(count(store)).as("it is listed and gone").isZero();
        assertThat(store.trace(TENANTS, new TraceId(0, 1), () -> false, _ -> {}).damagedBlocks())
                .isEqualTo(1);
        assertThat(stored.meters().value("spanflame_damaged_blocks_total")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "spans.parquet"})
    void answersAreWithoutADamagedBlockAndCallersAreTold(String object, @TempDir Path staging) throws IOException {
        TestStore blocks = new TestStore(staging);
        BlockMeta bad = blocks.addBlock(TENANT, 1, List.of(chain(1, 3, 0)));
        blocks.addBlock(TENANT, 1, List.of(chain(2, 3, 10), part(1, 2, 20)));
        TraceStore store = blocks.store();
        assertThat(count(store)).isEqualTo(2);
        blocks.damage(bad, object);

        FoundTrace found = store.trace(TENANTS, new TraceId(0, 1), () -> false, _ -> {});
        assertThat(found.trace().spanCount()).isEqualTo(2);
        assertThat(found.damagedBlocks()).isEqualTo(1);
        Notes notes = new Notes();
        assertThat((long) notes.during(() -> count(store))).isEqualTo(2);
        assertThat(notes.text()).isEqualTo("1 block is damaged and left out");
        assertThat(blocks.meters().value("spanflame_damaged_blocks_total")).isEqualTo(1);
    }

    @Test
    void damageThatASearchMeetsIsLeftOut(@TempDir Path staging) throws IOException {
        TestStore blocks = new TestStore(staging);
        BlockMeta bad = blocks.addBlock(TENANT, 1, List.of(chain(1, 3, 0)));
        blocks.addBlock(TENANT, 1, List.of(chain(2, 3, 10)));
        blocks.damage(bad, "spans.parquet");
        TraceStore store = blocks.store();
        Notes notes = new Notes();

        assertThat((long) notes.during(() -> count(store))).isEqualTo(1);
        assertThat(notes.text()).isEqualTo("1 block is damaged and left out");
    }

    @Test
    void whenABlockVanishesATraceIsLookedForAgain() throws IOException {
        TraceStoreSettings lazy = new TraceStoreSettings(Duration.ofHours(1), Duration.ofDays(1), 1000, 1000);
        List<Trace> traces = List.of(chain(1, 3, 0), chain(2, 3, 10));
        BlockMeta old = stored.addBlock(TENANT, 1, traces);
        TraceStore store = stored.store(lazy);
        assertThat(count(store)).isEqualTo(2);
        BlockMeta merged = stored.block(TENANT, 2, traces);
        stored.otherProcess().of(TENANT).commit(Change.replace(List.of(old.id()), List.of(merged)));
        stored.vanish(old);

        assertThat(store.trace(TENANTS, new TraceId(0, 2), () -> false, _ -> {})
                        .trace()
                        .spanCount())
                .isEqualTo(3);
    }

    @Test
    void manyBlocksAreOpenedAndWorkEndsWhenNobodyWaits() throws IOException {
        for (int i = 1; i <= 50; i++) {
            stored.addBlock(TENANT, 1, List.of(chain(i, 2, i)));
        }
        TraceStore store = stored.store();

        assertThat(store.source(TENANTS).partitions(everything())).hasSize(50);
        ScanRequest cancelled = new ScanRequest(TimeRange.ALL, Set.of(), List.of(), () -> true);
        assertThatThrownBy(() -> store.source(TENANTS).partitions(cancelled))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThatThrownBy(() -> store.trace(TENANTS, new TraceId(0, 1), () -> true, _ -> {}))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    @Test
    void openingBlocksEndsSoonAfterTheCallerWent() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch opening = new CountDownLatch(1);
        AtomicBoolean gone = new AtomicBoolean();
        BlockOpener opener = new BlockOpener(_ -> {
            opening.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException(e.getMessage());
            }
            throw new IOException("unreachable");
        });
        BlockMeta meta = stored.block(TENANT, 1, List.of(chain(1, 1, 0)));
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                opening.await();
                gone.set(true);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        long before = System.nanoTime();
        assertThatThrownBy(() -> opener.open(List.of(meta, meta, meta), gone::get))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        caller.join();
    }

    @Test
    void answersAreTheSameFromLiveDataAndFromBlocks() throws IOException {
        List<Trace> traces = traces(5);
        TestStore blocks = new TestStore();
        blocks.addBlock(TENANT, 3, traces);
        stored.addLive(TENANT, traces);

        for (String query : List.of("{}", "{ status = error }", "{ } >> { kind = server }", "{} | count() > 1")) {
            SearchOptions options = SearchOptions.of(TimeRange.ALL);
            assertThat(TraceQl.compile(TraceQl.parse(query))
                            .search(blocks.store().source(TENANTS), options)
                            .traces())
                    .as(query)
                    .isEqualTo(TraceQl.compile(TraceQl.parse(query))
                            .search(stored.store().source(TENANTS), options)
                            .traces());
        }
    }

    private long count(TraceStore store) throws IOException {
        return store.ask(
                TENANTS,
                source -> TraceQl.compile(TraceQl.parse("{}"))
                        .search(source, SearchOptions.of(TimeRange.ALL))
                        .traces()
                        .size());
    }

    /// A trace of spans each below the one before, the first a root, from `start`.
    private static Trace chain(int number, int spans, long start) {
        return spans(number, 1, spans, start);
    }

    /// More of that trace, below its first span.
    private static Trace part(int number, int spans, long start) {
        return spans(number, 100, spans, start);
    }

    private static Trace spans(int number, long firstId, int count, long start) {
        List<SpanRecord> records = new ArrayList<>();
        SpanRecord like = TestStore.records(traces(1)).getFirst();
        for (int i = 0; i < count; i++) {
            long id = firstId + i;
            long parent = i > 0 ? id - 1 : firstId == 1 ? 0 : 1;
            records.add(new SpanRecord(
                    like.resource(), like.scope(), TestStore.span(new TraceId(0, number), id, parent, start + i)));
        }
        return SpanReader.group(records);
    }

    private static Set<String> rows(SpanSource source) throws IOException {
        List<String> rows = new ArrayList<>();
        for (SpanPartition partition : source.partitions(everything())) {
            for (int trace = 0; trace < partition.traceCount(); trace++) {
                for (int row = partition.firstRow(trace); row < partition.firstRow(trace + 1); row++) {
                    rows.add(partition.traceIdHigh(trace) + "/" + partition.traceIdLow(trace) + "/"
                            + partition.spanId(row) + "/" + partition.startNanos(row));
                }
            }
        }
        assertThat(rows).doesNotHaveDuplicates();
        return new HashSet<>(rows);
    }

    private static Set<String> distinct(List<Trace> traces) {
        Set<String> rows = new HashSet<>();
        for (SpanRecord span : TestStore.records(traces)) {
            TraceId id = span.span().traceId();
            rows.add(id.high() + "/" + id.low() + "/" + span.span().spanId() + "/"
                    + span.span().startNanos());
        }
        return rows;
    }

    private static List<Trace> traces(long seed) {
        return new RandomTraces(new Random(seed)).next();
    }

    private static ScanRequest everything() {
        return request(TimeRange.ALL);
    }

    private static ScanRequest request(TimeRange window) {
        return new ScanRequest(window, Set.of(), List.of(), () -> false);
    }
}
