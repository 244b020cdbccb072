package dev.spanflame.block.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What holds over every store. Each test gets an empty one.
abstract class CommitLogContract {
    private static final int WRITERS = 16;

    private final ManualClock clock = new ManualClock(Blocks.START);

    /// An empty store, the same for all calls of one test.
    abstract ObjectStore store() throws IOException;

    /// Commits of each racing writer.
    abstract int commitsEach();

    @Test
    void racingWritersCommitEachChangeOnceAndSeeOneHistory() throws Exception {
        List<CommitLog> writers = new ArrayList<>();
        List<Future<Integer>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                CommitLog log = log(writer);
                writers.add(log);
                int first = writer * 100;
                done.add(threads.submit(() -> commitSome(log, first)));
            }
        }
        int commits = 0;
        for (Future<Integer> writer : done) {
            commits += writer.get();
        }
        Snapshot newest = log(99).refresh();
        assertThat(newest.number()).isEqualTo(commits);
        assertThat(newest.blocks()).hasSize(WRITERS * commitsEach() - WRITERS);
        assertThat(newest.removed()).hasSize(WRITERS);
        for (CommitLog writer : writers) {
            assertThat(writer.refresh()).isEqualTo(newest);
        }
        assertThat(entryIds(newest.number())).hasSize(commits);
    }

    @Test
    void ofManyWhoReplaceTheSameBlockOneWins() throws Exception {
        CommitLog first = log(0);
        first.commit(add(Blocks.of(1)));
        List<Future<Optional<Snapshot>>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 1; writer <= WRITERS; writer++) {
                CommitLog log = log(writer);
                BlockMeta block = Blocks.of(writer + 1);
                tries.add(threads.submit(() -> log.commit(Change.replace(List.of(id(1)), List.of(block)))));
            }
        }
        int winners = 0;
        for (Future<Optional<Snapshot>> attempt : tries) {
            winners += attempt.get().isPresent() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        assertThat(first.refresh().blocks()).hasSize(1).doesNotContainKey(id(1));
        assertThat(first.known().number()).isEqualTo(2);
    }

    @Test
    void aNewProcessStartsFromTheCheckpointAndOldEntriesCanGo() throws IOException {
        CommitLog log = log(0);
        for (int i = 1; i <= 70; i++) {
            log.commit(add(Blocks.of(i)));
        }
        log.commit(Change.remove(List.of(id(70))));
        FaultyStore counting = new FaultyStore(store());
        assertThat(new CommitLog(counting, Blocks.TENANT, "new", clock, new Random(1)).refresh())
                .isEqualTo(log.known());
        assertThat(counting.calls()).isLessThan(12);

        log.prune(Duration.ofDays(7));
        assertThat(keys()).hasSize(72);
        log.prune(Duration.ofDays(-3650));
        assertThat(keys()).hasSize(72 - 63);
        assertThat(log(1).refresh()).isEqualTo(log.known());
        assertThat(log(1).commit(add(Blocks.of(71))))
                .hasValueSatisfying(after -> assertThat(after.number()).isEqualTo(72));
    }

    private int commitSome(CommitLog log, int first) throws IOException {
        int commits = 0;
        for (int i = 0; i < commitsEach(); i++) {
            commits += log.commit(add(Blocks.of(first + i))).isPresent() ? 1 : 0;
        }
        commits += log.commit(Change.remove(List.of(id(first)))).isPresent() ? 1 : 0;
        return commits;
    }

    private Set<String> entryIds(long newest) throws IOException {
        Set<String> ids = new HashSet<>();
        for (long number = 1; number <= newest; number++) {
            String key = LogKeys.entry(Blocks.TENANT, number);
            ids.add(LogJson.entry(key, store().get(key)).entryId());
        }
        return ids;
    }

    private List<String> keys() throws IOException {
        return store().list(ListRequest.objects("")).objects().stream()
                .map(object -> object.key())
                .toList();
    }

    private CommitLog log(int writer) throws IOException {
        return new CommitLog(store(), Blocks.TENANT, "writer-" + writer, clock, new Random(1000 + writer));
    }

    private static Change add(BlockMeta block) {
        return new Change(List.of(block), List.of(), List.of(), List.of());
    }

    private static String id(int index) {
        return Blocks.of(index).id();
    }
}
