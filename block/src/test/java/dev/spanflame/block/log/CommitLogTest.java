package dev.spanflame.block.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.FaultyStore.Call;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommitLogTest {
    private final ManualClock clock = new ManualClock(Blocks.START);
    private final MemoryObjectStore memory = new MemoryObjectStore(new RealDisk(), clock);
    private final FaultyStore store = new FaultyStore(memory);
    private final CommitLog log = log("me", 1);

    @Test
    void entriesAndCheckpointsComeBackAsTheyWere() {
        LogEntry entry = new LogEntry(
                "0123",
                "me",
                77,
                List.of(Blocks.of(1), Blocks.of(2)),
                List.of("gone"),
                List.of(new LogEntry.Flushed("i", "traces", 9)),
                List.of("old"));
        assertThat(LogJson.entry("k", LogJson.entry(entry))).isEqualTo(entry);
        Snapshot snapshot = Snapshot.EMPTY
                .after(entry)
                .after(new LogEntry(
                        "4", "me", 78, List.of(), List.of(Blocks.of(2).id()), List.of(), List.of()));
        assertThat(LogJson.checkpoint("k", 2, LogJson.checkpoint(snapshot))).isEqualTo(snapshot);
        assertThat(new String(LogJson.entry(entry), UTF_8))
                .contains("\"entry_id\":\"0123\"", "\"time_millis\":77", "\"format_version\":1", "\"start_nanos\":")
                .doesNotContain("block_id\"", "\"range\"", "\"folder\"", "\"bytes\"");
    }

    @Test
    void fieldsOfANewerProgramAreIgnored() throws IOException {
        String entry =
                new String(LogJson.entry(entry("a")), UTF_8).replace("{\"entry_id\"", "{\"new\":[1],\"entry_id\"");
        assertThat(LogJson.entry("k", entry.getBytes(UTF_8))).isEqualTo(entry("a"));
    }

    @Test
    void aDamagedEntryNamesItsKey() throws IOException {
        memory.put(LogKeys.entry(Blocks.TENANT, 1), Payload.of("{\"entry_id\":\"a\"}".getBytes(UTF_8)));
        assertThatThrownBy(log::refresh).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT);
            assertThat(e.text()).contains("shop/log/00000000000000000001.json");
        });
    }

    @Test
    void aCheckpointUnderTheWrongNumberIsDamage() throws IOException {
        byte[] checkpoint = LogJson.checkpoint(Snapshot.EMPTY.after(entry("a")));
        memory.put(LogKeys.checkpoint(Blocks.TENANT, 64), Payload.of(checkpoint));
        assertThatThrownBy(log::refresh).isInstanceOf(BackendException.class).hasMessageContaining("entry 1");
    }

    @Test
    void foreignObjectsInTheFolderAreIgnored() throws IOException {
        for (String name : List.of("x", "0000000000000000000x.json", "99999999999999999999.json")) {
            memory.put(LogKeys.folder(Blocks.TENANT) + name, Payload.of(new byte[0]));
            memory.put(LogKeys.checkpointFolder(Blocks.TENANT) + name, Payload.of(new byte[0]));
        }
        assertThat(log.commit(add(1))).isPresent();
        log.prune(Duration.ofDays(-1));
        assertThat(log("other", 2).refresh().blocks()).hasSize(1);
    }

    @Test
    void whatCannotBeAppliedChangesNothing() throws IOException {
        log.commit(add(1));
        log.commit(add(2));
        log.commit(Change.remove(List.of(id(1))));
        assertThat(log.commit(Change.remove(List.of(id(1))))).isEmpty();
        assertThat(log.commit(Change.replace(List.of(id(2), id(3)), List.of(Blocks.of(4)))))
                .isEmpty();
        assertThat(log.commit(add(2))).isEmpty();
        assertThat(log.commit(add(1))).isEmpty();
        assertThat(log.commit(Change.forget(List.of(id(2))))).isEmpty();
        assertThat(log.refresh().number()).isEqualTo(3);
        assertThat(log.commit(Change.forget(List.of(id(1))))).isPresent();
        assertThat(log.commit(Change.forget(List.of(id(1))))).isEmpty();
        assertThat(log.known().blocks()).containsOnlyKeys(id(2));
        assertThat(log.known().removed()).isEmpty();
    }

    @Test
    void preconditionsAreCheckedAgainBehindEveryEntryOfSomebodyElse() throws IOException {
        log.commit(add(1));
        CommitLog other = log("other", 2);
        store.before((call, key) -> {
            if (call == Call.PUT_IF_ABSENT) {
                store.before((_, _) -> {});
                other.commit(Change.remove(List.of(id(1))));
            }
        });
        assertThat(log.commit(Change.replace(List.of(id(1)), List.of(Blocks.of(2)))))
                .isEmpty();
        assertThat(log.refresh()).isEqualTo(other.refresh());
        assertThat(log.known().blocks()).isEmpty();
    }

    @Test
    void howFarAFlushReachesIsRemembered() throws IOException {
        log.commit(Change.flush(List.of(Blocks.of(1)), new LogEntry.Flushed("i-1", "traces", 50)));
        log.commit(Change.flush(List.of(), new LogEntry.Flushed("i-1", "traces", 40)));
        Snapshot snapshot = log("other", 2).refresh();
        assertThat(snapshot.flushedThrough("i-1", Signal.TRACES)).isEqualTo(50);
        assertThat(snapshot.flushedThrough("i-1", Signal.PROFILES)).isZero();
        assertThat(snapshot.flushedThrough("i-2", Signal.TRACES)).isZero();
    }

    @Test
    void aLostAnswerIsRecognisedByTheEntryId() throws IOException {
        store.after(once(Call.PUT_IF_ABSENT));
        assertThat(log.commit(add(1)))
                .hasValueSatisfying(after -> assertThat(after.blocks()).containsOnlyKeys(id(1)));
        assertThat(log("other", 2).refresh().number()).isEqualTo(1);
        assertThat(log.commit(add(2)))
                .hasValueSatisfying(after -> assertThat(after.number()).isEqualTo(2));
    }

    @Test
    void aLostAnswerThatTheStoreRetriedItselfIsRecognisedToo() throws IOException {
        store.before((call, key) -> {
            if (call == Call.PUT_IF_ABSENT) {
                store.before((_, _) -> {});
                LogEntry mine = new LogEntry(
                        entryIdOf(1), "me", clock.millis(), List.of(Blocks.of(1)), List.of(), List.of(), List.of());
                memory.putIfAbsent(key, LogJson.entry(mine));
            }
        });
        assertThat(log.commit(add(1))).isPresent();
        assertThat(log.refresh().number()).isEqualTo(1);
    }

    @Test
    void aFailureWithoutEffectIsReported() throws IOException {
        store.before(once(Call.PUT_IF_ABSENT));
        assertThatThrownBy(() -> log.commit(add(1))).isInstanceOf(IOException.class);
        assertThat(log.refresh().blocks()).isEmpty();
        assertThat(log.commit(add(1))).isPresent();
    }

    @Test
    void anOutcomeThatCannotBeLookedUpIsReportedAndFoundLater() throws IOException {
        store.after((call, _) -> {
            if (call == Call.PUT_IF_ABSENT) {
                store.before((_, _) -> {
                    throw new IOException("away");
                });
                throw new IOException("lost");
            }
        });
        assertThatThrownBy(() -> log.commit(add(1))).isInstanceOf(IOException.class);
        store.before((_, _) -> {});
        store.after((_, _) -> {});
        assertThat(log.refresh().blocks()).containsOnlyKeys(id(1));
        assertThat(log.commit(add(1))).isEmpty();
    }

    @Test
    void aLateBlockIsRefused() throws IOException {
        clock.advance(Duration.ofHours(13));
        assertThatThrownBy(() -> log.commit(add(1))).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(e.reason()).isEqualTo("block_too_old");
        });
        assertThat(log.refresh().number()).isZero();
    }

    @Test
    void aFreshStateIsNotAskedForAgain() throws IOException {
        log.read(Duration.ofSeconds(2));
        long calls = store.calls();
        clock.advance(Duration.ofSeconds(2));
        log.read(Duration.ofSeconds(2));
        assertThat(store.calls()).isEqualTo(calls);
        log("other", 2).commit(add(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(log.read(Duration.ofSeconds(2)).blocks()).hasSize(1);
    }

    @Test
    void aClockSetBackMakesNoStateFresh() throws IOException {
        log.refresh();
        log("other", 2).commit(add(1));
        clock.advance(Duration.ofHours(-5));
        assertThat(log.read(Duration.ofSeconds(2)).blocks()).hasSize(1);
    }

    @Test
    void aReaderThatSleptStartsAgainFromTheCheckpoint() throws IOException {
        log.commit(add(1));
        CommitLog other = log("other", 2);
        for (int i = 2; i <= 66; i++) {
            other.commit(add(i));
        }
        clock.advance(Duration.ofDays(8));
        other.refresh();
        other.prune(Duration.ofDays(7));
        assertThat(memory.head(LogKeys.entry(Blocks.TENANT, 2))).isEmpty();
        assertThat(log.refresh()).isEqualTo(other.known());
        assertThat(log.known().blocks()).hasSize(66);
    }

    @Test
    void aCheckpointThatCannotBeWrittenDoesNotHarmTheCommit() throws IOException {
        store.before((call, _) -> {
            if (call == Call.PUT) {
                throw new IOException("no");
            }
        });
        for (int i = 1; i <= 65; i++) {
            assertThat(log.commit(add(i))).isPresent();
        }
        assertThat(log("other", 2).refresh()).isEqualTo(log.known());
    }

    private CommitLog log(String writer, int seed) {
        return new CommitLog(store, Blocks.TENANT, writer, clock, new Random(seed));
    }

    /// The id that the generator of `seed` gives to the first entry.
    private static String entryIdOf(int seed) {
        Random random = new Random(seed);
        return Hex.of(random.nextLong()) + Hex.of(random.nextLong());
    }

    private FaultyStore.Fault once(Call which) {
        return (call, _) -> {
            if (call == which) {
                store.before((_, _) -> {});
                store.after((_, _) -> {});
                throw new IOException("connection reset");
            }
        };
    }

    private static LogEntry entry(String id) {
        return new LogEntry(id, "me", 1, List.of(Blocks.of(1)), List.of(), List.of(), List.of());
    }

    private static Change add(int index) {
        BlockMeta block = Blocks.of(index);
        return new Change(List.of(block), List.of(), List.of(), List.of());
    }

    private static String id(int index) {
        return Blocks.of(index).id();
    }
}
