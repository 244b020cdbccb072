package dev.spanflame.querier.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Notes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class QueryMemoryTest {
    private static final long FREE = QueryMemory.FREE_BYTES;
    private static final Caller CALLER = Caller.local(Tenant.ANONYMOUS);

    private final QueryMemory memory = new QueryMemory(1000, 2);

    @Test
    void oneMayTakeAllWhileTheOthersWaitAndSmallOnesDoNot() throws Exception {
        QueryMemory.Share first = open();
        QueryMemory.Share second = open();
        QueryMemory.Share third = open();
        first.take(FREE + 250);
        second.take(FREE + 250);
        third.take(FREE);
        assertThat(memory.taken()).isEqualTo(500);
        second.take(1);
        second.take(749);
        assertThat(memory.taken()).isEqualTo(1250);
        first.take(-100);
        third.take(350);
        assertThat(memory.taken()).isEqualTo(1500);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(() -> third.take(1));
            try (QueryMemory.Share small = open()) {
                small.take(FREE);
                assertThat(memory.taken()).isEqualTo(1500);
            }
            second.close();
            waiting.get(20, TimeUnit.SECONDS);
        }
        third.take(649);
        assertThat(memory.taken()).isEqualTo(1150);
        third.close();
        first.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whereNobodyMayWaitOneMayStillTakeAllAndTheNextIsRefused() {
        QueryMemory single = new QueryMemory(1000, 0);
        try (QueryMemory.Share first = single.open(() -> {});
                QueryMemory.Share second = single.open(() -> {})) {
            first.take(FREE + 1000);
            second.take(FREE + 500);
            assertThatThrownBy(() -> second.take(1))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.RATE_LIMITED));
        }
        assertThat(single.taken()).isZero();
    }

    @Test
    void ofThoseThatWaitTheOldestIsTheNextThatMayTakeAll() throws Exception {
        QueryMemory.Share older = open();
        QueryMemory.Share younger = open();
        QueryMemory.Share large = open();
        older.take(FREE + 250);
        younger.take(FREE + 250);
        large.take(FREE + 1000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> second = threads.submit(() -> younger.take(700));
            Future<?> first = threads.submit(() -> older.take(700));
            while (memory.waiting() < 2) {
                Thread.onSpinWait();
            }
            try (QueryMemory.Share third = open()) {
                assertThatThrownBy(() -> third.take(FREE + 1))
                        .isInstanceOfSatisfying(
                                BackendException.class,
                                e -> assertThat(e.kind()).isEqualTo(ErrorKind.RATE_LIMITED));
            }
            large.close();
            first.get(20, TimeUnit.SECONDS);
            assertThat(second.isDone()).isFalse();
            older.close();
            second.get(20, TimeUnit.SECONDS);
        }
        assertThat(memory.taken()).isEqualTo(950);
    }

    @Test
    void aQueryThatAloneIsTooLargeIsToldSo() {
        try (QueryMemory.Share share = open()) {
            assertThatThrownBy(() -> share.take(FREE + 1001))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
            share.take(FREE + 1000);
        }
    }

    @Test
    void whoAsksForMoreThanThereIsGetsAllOfIt() {
        QueryMemory.Share share = open();
        share.takeUpTo(Long.MAX_VALUE);
        assertThat(share.held()).isEqualTo(FREE + 1000);
        share.takeUpTo(Long.MAX_VALUE);
        assertThat(memory.taken()).isEqualTo(1000);
        share.close();
        share.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void waitingEndsWhenTheCheckThrows() {
        Runnable over = () -> {
            throw new IllegalStateException("over");
        };
        try (QueryMemory.Share first = open();
                QueryMemory.Share second = memory.open(over)) {
            first.take(FREE + 1000);
            assertThatThrownBy(() -> second.take(FREE + 501)).isInstanceOf(IllegalStateException.class);
            assertThat(second.held()).isZero();
            assertThat(memory.waiting()).isZero();
        }
    }

    @Test
    void memoryIsHeldUntilTheAnswerIsSent() {
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, Duration.ofMinutes(1), 1000));
        new Notes().run(() -> {
            try (QueryGate.Pass pass = gate.enter(CALLER)) {
                pass.memory().take(FREE + 10);
            }
            assertThat(gate.running()).isZero();
            assertThat(gate.memoryTaken()).isEqualTo(10);
        });
        assertThat(gate.memoryTaken()).isZero();
    }

    @Test
    void whereNothingIsKnownOfTheAnswerTheTurnEndsIt() {
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, Duration.ofMinutes(1), 1000));
        try (QueryGate.Pass pass = gate.enter(CALLER)) {
            pass.memory().take(FREE + 10);
            assertThat(gate.memoryTaken()).isEqualTo(10);
        }
        assertThat(gate.memoryTaken()).isZero();
    }

    private QueryMemory.Share open() {
        return memory.open(() -> {});
    }
}
