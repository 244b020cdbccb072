package dev.spanflame.querier.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QueryGateTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void noMoreThanAllowedRunAtOnceAndAllGetTheirTurn() throws Exception {
        QueryGate gate = new QueryGate(new QueryLimits(3, 1000, Duration.ofMinutes(1), 1));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Caller caller = Caller.local(new Tenant("t" + i % 7));
            all.add(threads.submit(() -> {
                try (QueryGate.Pass pass = gate.enter(caller)) {
                    pass.check();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                }
            }));
        }
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(gate.running()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void tenantsTakeTurns() throws Exception {
        QueryGate gate = new QueryGate(new QueryLimits(1, 1000, Duration.ofMinutes(1), 1));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> all = new ArrayList<>();
        try (QueryGate.Pass _ = gate.enter(Caller.local(Tenant.ANONYMOUS))) {
            for (String name : List.of("busy", "busy", "busy", "busy", "quiet", "quiet")) {
                int before = gate.waiting();
                all.add(threads.submit(() -> {
                    try (QueryGate.Pass _ = gate.enter(Caller.local(new Tenant(name)))) {
                        order.add(name);
                    }
                }));
                await(() -> gate.waiting() == before + 1);
            }
        }
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        assertThat(order).containsExactly("busy", "quiet", "busy", "quiet", "busy", "busy");
    }

    @Test
    void whoWouldWaitBehindTooManyIsAskedToComeAgain() throws Exception {
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, Duration.ofMinutes(1), 1));
        try (QueryGate.Pass _ = gate.enter(Caller.local(Tenant.ANONYMOUS))) {
            Future<?> second = threads.submit(
                    () -> gate.enter(Caller.local(Tenant.ANONYMOUS)).close());
            await(() -> gate.waiting() == 1);

            assertThatThrownBy(() -> gate.enter(Caller.local(Tenant.ANONYMOUS)))
                    .isInstanceOfSatisfying(BackendException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
                        assertThat(e.retryAfter()).isPresent();
                    });
            assertThat(second.isDone()).isFalse();
        }
        await(() -> gate.running() == 0);
    }

    @Test
    void aWaitingCallerWhoGoesFreesItsPlace() throws Exception {
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, Duration.ofMinutes(1), 1));
        AtomicBoolean gone = new AtomicBoolean();
        Caller caller = new Caller(List.of(Tenant.ANONYMOUS), new Headers(), gone::get);
        try (QueryGate.Pass _ = gate.enter(Caller.local(Tenant.ANONYMOUS))) {
            Future<?> waiting = threads.submit(() -> gate.enter(caller));
            await(() -> gate.waiting() == 1);
            gone.set(true);

            assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
            assertThat(gate.waiting()).isZero();
        }
        assertThat(gate.running()).isZero();
    }

    @Test
    void waitingEndsAtTheDeadline() {
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, Duration.ofMillis(1), 1));
        try (QueryGate.Pass pass = gate.enter(Caller.local(Tenant.ANONYMOUS))) {
            assertThatThrownBy(() -> gate.enter(Caller.local(Tenant.ANONYMOUS)))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
            assertThatThrownBy(pass::check).hasMessageContaining("longer than");
            assertThatThrownBy(() -> pass.ended().getAsBoolean()).hasMessageContaining("longer than");
        }
        assertThat(gate.running()).isZero();
    }

    @Test
    void aPassClosedTwiceCountsOnce() {
        QueryGate gate = new QueryGate(new QueryLimits(2, 1, Duration.ofMinutes(1), 1));
        QueryGate.Pass pass = gate.enter(Caller.local(Tenant.ANONYMOUS));
        pass.close();
        pass.close();
        assertThat(gate.running()).isZero();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain");
            }
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
