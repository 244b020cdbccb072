package dev.spanflame.proto.inflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class InFlightBudgetTest {
    private final InFlightBudget budget = new InFlightBudget(100, Duration.ofSeconds(2));

    @Test
    void reservesGrowsAndGivesBack() {
        InFlightBudget.Reservation reservation = budget.reserve(40);
        reservation.grow(60);
        assertThat(budget.usedBytes()).isEqualTo(100);
        reservation.shrink(30);
        assertThat(budget.usedBytes()).isEqualTo(70);
        assertThat(reservation.heldBytes()).isEqualTo(70);

        reservation.close();
        reservation.close();

        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void whatDoesNotFitNowMayComeAgain() {
        InFlightBudget.Reservation first = budget.reserve(80);

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> budget.reserve(30))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                    assertThat(e.reason()).isEqualTo("memory_budget");
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(2));
                });
        assertThat(budget.usedBytes()).isEqualTo(80);

        first.close();
        assertThat(budget.reserve(30).heldBytes()).isEqualTo(30);
    }

    @Test
    void whatNeverFitsIsTooLarge() {
        InFlightBudget.Reservation reservation = budget.reserve(80);

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> reservation.grow(21))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
        assertThat(reservation.heldBytes()).isEqualTo(80);
    }

    @Test
    void cannotGiveBackMoreThanItHolds() {
        InFlightBudget.Reservation reservation = budget.reserve(10);

        assertThatIllegalArgumentException().isThrownBy(() -> reservation.shrink(11));
    }

    @Test
    void neverHoldsMoreThanItsCapacityUnderManyThreads() throws Exception {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(threads.submit(() -> holdRepeatedly(held, most)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(most.get()).isBetween(1L, 100L);
        assertThat(budget.usedBytes()).isZero();
    }

    private void holdRepeatedly(AtomicLong held, AtomicLong most) {
        for (int i = 0; i < 500; i++) {
            try (InFlightBudget.Reservation _ = budget.reserve(7)) {
                most.accumulateAndGet(held.addAndGet(7), Math::max);
                Thread.yield();
                held.addAndGet(-7);
            } catch (BackendException _) {
                Thread.yield();
            }
        }
    }
}
