package dev.spanflame.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several compactors on one store while blocks keep coming.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CompactorRaceTest {
    private static final int FLUSHES = 80;

    @Test
    void racingCompactorsKeepEveryLineExactlyOnce() throws Exception {
        Shop shop = new Shop();
        AtomicBoolean flushing = new AtomicBoolean(true);
        List<Future<Integer>> racers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                Compactor compactor = new Compactor(shop.others(shop.memory, 20 + i), Shop.settings());
                racers.add(threads.submit(() -> {
                    int merges = 0;
                    while (flushing.get()) {
                        merges += compactor.compactAll().merges();
                    }
                    return merges;
                }));
            }
            for (int i = 0; i < FLUSHES; i++) {
                shop.flush(Shop.TENANT, Signal.TRACES, Shop.START.plus(Duration.ofSeconds(i)));
                assertThat(shop.lines()).isEqualTo(shop.flushedLines());
            }
            flushing.set(false);
        }
        int merges = 0;
        for (Future<Integer> racer : racers) {
            merges += racer.get();
        }
        assertThat(merges).isGreaterThan(5);
        shop.compactor().compactAll();
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
        for (int hour = 0; hour < 35; hour += 7) {
            shop.clock.advance(Duration.ofHours(7));
            shop.compactor().runOnce();
        }
        assertThat(shop.lines()).isEqualTo(shop.flushedLines());
        assertThat(shop.blockKeys()).isEqualTo(shop.liveKeys());
    }
}
