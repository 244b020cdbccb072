package dev.spanflame.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.FaultyStore.Call;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CompactorTest {
    private final Shop shop = new Shop();
    private final Compactor compactor = shop.compactor();

    @Test
    void mergesLevelByLevelAndLosesNothing() throws IOException {
        for (int i = 0; i < 9; i++) {
            shop.flush();
            shop.clock.advance(Duration.ofMinutes(1));
            compactor.runOnce();
        }
        assertThat(shop.levels()).containsExactly(2);
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
        assertThat(shop.meters.value("spanflame_compactions_total", "traces")).isEqualTo(4);
    }

    @Test
    void leftoversOfAnIdleTenantAreMergedEventually() throws IOException {
        shop.flush();
        shop.flush();
        compactor.runOnce();
        assertThat(shop.levels()).containsExactly(0, 0);
        shop.clock.advance(Duration.ofHours(2));
        compactor.runOnce();
        assertThat(shop.levels()).containsExactly(1);
    }

    @Test
    void compactAllLeavesNoTwoBlocksOfALevelAndADay() throws IOException {
        for (int i = 0; i < 8; i++) {
            shop.flush();
            shop.flush(Shop.TENANT, Signal.PROFILES, Shop.START);
            shop.flush(Shop.TENANT, Signal.TRACES, Shop.START.minus(Duration.ofDays(1)));
        }
        assertThat(compactor.compactAll().merges()).isGreaterThanOrEqualTo(3);
        assertThat(compactor.compactAll()).isEqualTo(new Compactor.Report(0, 0));
        assertThat(shop.live()).hasSize(3);
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
    }

    @Test
    void expiredBlocksAreRemoved() throws IOException {
        CompactionSettings settings = new CompactionSettings(
                Duration.ofSeconds(30), 3, 3, 1 << 30, Duration.ofHours(1), Map.of(Signal.TRACES, Duration.ofDays(14)));
        Compactor expiring = new Compactor(shop.ports(), settings);
        shop.flush(Shop.TENANT, Signal.TRACES, Shop.START.minus(Duration.ofDays(15)));
        shop.flush(Shop.TENANT, Signal.PROFILES, Shop.START.minus(Duration.ofDays(15)));
        BlockMeta young = shop.flush(Shop.TENANT, Signal.TRACES, Shop.START.minus(Duration.ofDays(13)));
        expiring.runOnce();
        assertThat(shop.live()).hasSize(2).contains(young);
        assertThat(shop.meters.value("spanflame_blocks_expired_total", "traces"))
                .isEqualTo(1);
    }

    @Test
    void aReaderWithAnOldSnapshotCanReadWithinTheGrace() throws IOException {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        List<BlockMeta> snapshot = shop.live();
        compactor.runOnce();
        for (int minutes = 0; minutes < 59; minutes++) {
            shop.clock.advance(Duration.ofMinutes(1));
            compactor.runOnce();
            assertThat(LineBlocks.union(shop.memory, snapshot)).isEqualTo(shop.flushedLines());
        }
        shop.clock.advance(Duration.ofMinutes(10));
        compactor.runOnce();
        assertThat(shop.blockKeys()).isEqualTo(shop.liveKeys());
        assertThat(shop.meters.value("spanflame_blocks_deleted_total", "removed"))
                .isEqualTo(3);
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
    }

    @Test
    void removedBlocksAreForgottenOnceTheyCannotComeBack() throws IOException {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        compactor.runOnce();
        shop.clock.advance(Duration.ofHours(2));
        compactor.runOnce();
        assertThat(shop.logs.of(Shop.TENANT).refresh().removed()).hasSize(3);
        shop.clock.advance(Duration.ofHours(12));
        compactor.runOnce();
        assertThat(shop.logs.of(Shop.TENANT).refresh().removed()).isEmpty();
        assertThat(shop.meters.value("spanflame_blocks_deleted_total", "removed"))
                .isEqualTo(3);
    }

    @Test
    void aDeletionThatFailsIsDoneAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        compactor.runOnce();
        shop.clock.advance(Duration.ofHours(2));
        shop.store.before((call, _) -> {
            if (call == Call.DELETE) {
                throw new IOException("no");
            }
        });
        compactor.runOnce();
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "delete"))
                .isEqualTo(3);
        shop.store.before((_, _) -> {});
        shop.clock.advance(Duration.ofMinutes(10));
        compactor.runOnce();
        assertThat(shop.blockKeys()).isEqualTo(shop.liveKeys());
    }

    @Test
    void aBlockThatCannotBeMergedHoldsUpNoOther() throws IOException {
        for (int i = 0; i < 4; i++) {
            shop.flush();
        }
        BlockMeta bad = shop.live().getFirst();
        shop.memory.delete(bad.key(LineBlocks.ROWS));
        for (int i = 0; i < 3; i++) {
            shop.flush(Shop.TENANT, Signal.TRACES, Shop.START.minus(Duration.ofDays(1)));
            shop.flush(Shop.TENANT, Signal.PROFILES, Shop.START);
        }
        for (int round = 0; round < 20; round++) {
            compactor.runOnce();
            shop.clock.advance(Duration.ofSeconds(30));
        }
        assertThat(shop.levels()).containsExactly(0, 1, 1, 1);
        assertThat(shop.live()).anyMatch(block -> block.id().equals(bad.id()));
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "merge"))
                .isEqualTo(1);
    }

    @Test
    void aBlockThatANewerProgramWroteStaysAsItIs() throws IOException {
        shop.flush();
        BlockMeta made = shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        BlockMeta newer = new BlockMeta(
                made.id(),
                made.tenant(),
                made.signal(),
                2,
                made.startNanos(),
                made.endNanos(),
                made.rows(),
                made.items(),
                made.level(),
                made.createdMillis(),
                made.objects());
        Shop.add(shop.logs.of(Shop.TENANT), newer);
        shop.flush();
        shop.flush();
        assertThat(compactor.runOnce()).isEqualTo(new Compactor.Report(1, 0));
        assertThat(compactor.compactAll()).isEqualTo(new Compactor.Report(0, 0));
        assertThat(shop.live()).hasSize(2).contains(newer);
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
    }

    @Test
    void aTenantWhoseLogIsDamagedHoldsUpNoOther() throws IOException {
        shop.memory.put("broken/log/00000000000000000001.json", Payload.of("?".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        assertThat(compactor.runOnce()).isEqualTo(new Compactor.Report(1, 1));
        assertThat(compactor.compactAll()).isEqualTo(new Compactor.Report(0, 1));
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "log"))
                .isEqualTo(2);
    }

    @Test
    void anEntryThatNoProgramOfOursWroteHoldsUpNoOtherTenant() throws IOException {
        String block = """
                {"id":"odd","tenant":"a-first","signal":"traces","format_version":1,"start_nanos":0,"end_nanos":1,
                "rows":1,"items":1,"level":0,"created_millis":0,"objects":[]}""";
        put(1, "\"added\":[" + block + "],\"removed\":[]");
        put(2, "\"added\":[],\"removed\":[\"odd\"]");
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        assertThat(compactor.runOnce().merges()).isEqualTo(1);
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "delete")
                        + shop.meters.value("spanflame_compaction_failures_total", "internal"))
                .isPositive();
    }

    private void put(int number, String change) throws IOException {
        String entry = "{\"entry_id\":\"e" + number + "\",\"writer\":\"w\",\"time_millis\":0," + change
                + ",\"flushed\":[],\"forgotten\":[]}";
        shop.memory.put("a-first/log/%020d.json".formatted(number), Payload.of(entry.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whenTenantsCannotBeListedNothingHappens() {
        shop.store.before((_, _) -> {
            throw new IOException("away");
        });
        assertThatThrownBy(compactor::runOnce).isInstanceOf(IOException.class);
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "tenants"))
                .isEqualTo(1);
    }

    @Test
    void theOutputOfALostRaceIsDeleted() throws IOException {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        Compactor other = new Compactor(shop.others(shop.memory, 7), Shop.settings());
        shop.store.before((call, _) -> {
            if (call == Call.PUT_IF_ABSENT) {
                shop.store.before((_, _) -> {});
                other.runOnce();
            }
        });
        assertThat(compactor.runOnce()).isEqualTo(new Compactor.Report(0, 1));
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "conflict"))
                .isEqualTo(1);
        assertThat(shop.blockKeys()).hasSize(8);
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
    }

    @Test
    void aCommitWithALostAnswerCounts() throws IOException {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        shop.store.after((call, _) -> {
            if (call == Call.PUT_IF_ABSENT) {
                shop.store.after((_, _) -> {});
                shop.store.before((later, _) -> {
                    if (later == Call.HEAD) {
                        throw new IOException("away");
                    }
                });
                throw new IOException("lost");
            }
        });
        assertThat(compactor.runOnce()).isEqualTo(new Compactor.Report(1, 0));
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
    }

    @Test
    void anIdleTenantCostsFewRequests() throws IOException {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        int rounds = 24 * 60 * 2;
        long before = shop.store.calls();
        for (int round = 0; round < rounds; round++) {
            compactor.runOnce();
            shop.clock.advance(Duration.ofSeconds(30));
        }
        long listingsOfTenants = rounds;
        assertThat(shop.store.calls() - before - listingsOfTenants).isLessThan(500);
    }

    @Test
    void closeGivesUpTheMergeUnderWay(@TempDir Path staging) throws Exception {
        for (int i = 0; i < 3; i++) {
            shop.flush();
        }
        Files.writeString(staging.resolve("left"), "by a dead process");
        CountDownLatch merging = new CountDownLatch(1);
        BlockMerge endless = (_, _, cancelled) -> {
            merging.countDown();
            while (!cancelled.getAsBoolean()) {
                Thread.onSpinWait();
            }
            throw new CancellationException();
        };
        CompactorPorts ports = shop.ports();
        Compactor working = new Compactor(
                new CompactorPorts(
                        ports.logs(),
                        ports.store(),
                        Map.of(Signal.TRACES, endless),
                        staging,
                        ports.clock(),
                        ports.random(),
                        ports.meters()),
                Shop.settings());
        working.start();
        merging.await();
        assertThat(staging).isEmptyDirectory();
        long begin = System.nanoTime();
        working.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        assertThat(shop.meters.value("spanflame_compaction_failures_total", "merge"))
                .isZero();
        assertThat(shop.levels()).containsExactly(0, 0, 0);
    }

    @Test
    void worksByItselfOnceStarted(@TempDir Path staging) throws Exception {
        CompactorPorts ports = shop.ports();
        CompactionSettings quick =
                new CompactionSettings(Duration.ofMillis(5), 3, 3, 1 << 30, Duration.ofHours(1), Map.of());
        try (Compactor working = new Compactor(
                new CompactorPorts(
                        ports.logs(),
                        ports.store(),
                        ports.merges(),
                        staging,
                        ports.clock(),
                        ports.random(),
                        ports.meters()),
                quick)) {
            working.start();
            for (int i = 0; i < 3; i++) {
                shop.flush();
            }
            while (!shop.levels().equals(List.of(1))) {
                Thread.onSpinWait();
            }
        }
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
    }

    @Test
    void gaugesTellTheLiveBlocksOfEachTenantAndSignal() throws IOException {
        BlockGauges.register(shop.logs, shop.meters);
        BlockMeta first = shop.flush();
        BlockMeta second = shop.flush(new Tenant("other"), Signal.PROFILES, Shop.START);
        assertThat(shop.meters.readings("spanflame_blocks").stream()
                        .map(reading -> reading.labelValues() + " " + reading.value()))
                .containsExactlyInAnyOrder(
                        "[shop, traces] 1.0", "[shop, profiles] 0.0", "[other, traces] 0.0", "[other, profiles] 1.0");
        assertThat(shop.meters.readings("spanflame_block_bytes").stream()
                        .mapToDouble(reading -> reading.value())
                        .sum())
                .isEqualTo(first.bytes() + second.bytes());
    }
}
