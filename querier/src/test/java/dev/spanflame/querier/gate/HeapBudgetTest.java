package dev.spanflame.querier.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HeapBudgetTest {
    private static final long BYTES = 1 << 20;

    private final HeapBudget budget = new HeapBudget(BYTES);

    @Test
    void noMoreIsTakenAtOnceThanThereIs() throws Exception {
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long wanted = (i % 8 + 1) * BYTES / 10;
                done.add(threads.submit(() -> {
                    try (HeapBudget.Share _ = budget.take(wanted, () -> false)) {
                        most.accumulateAndGet(taken.addAndGet(wanted), Math::max);
                        Thread.yield();
                        taken.addAndGet(-wanted);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(BYTES);
    }

    @Test
    void whoWantsMoreThanThereIsGetsAllAlone() {
        try (HeapBudget.Share _ = budget.take(Long.MAX_VALUE, () -> false)) {
            assertThatThrownBy(() -> budget.take(1, () -> true))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        }
        budget.take(BYTES, () -> true).close();
    }

    @Test
    void whoGaveUpLeavesNothingBehind() throws Exception {
        HeapBudget.Share all = budget.take(BYTES, () -> false);
        AtomicBoolean gone = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HeapBudget.Share> large = threads.submit(() -> budget.take(BYTES, gone::get));
            Future<HeapBudget.Share> small = threads.submit(() -> budget.take(1, () -> false));
            gone.set(true);
            assertThatThrownBy(large::get).hasCauseInstanceOf(BackendException.class);
            all.close();
            small.get().close();
        }
        budget.take(BYTES, () -> true).close();
    }

    @Test
    void aShareIsGivenBackOnce() {
        HeapBudget.Share share = budget.take(BYTES, () -> false);
        share.close();
        share.close();
        try (HeapBudget.Share _ = budget.take(BYTES, () -> false)) {
            assertThatThrownBy(() -> budget.take(BYTES, () -> true)).isInstanceOf(BackendException.class);
        }
    }
}
