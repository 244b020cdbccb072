package dev.spanflame.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.FaultyStore;
import dev.spanflame.model.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ends a compactor at each of its calls to the store, before and after the call has its effect, and lets another
/// one go on: what it left is never wrong, and the end is always the same.
class CompactorCrashTest {
    private static final CompactionSettings SETTINGS = new CompactionSettings(
            Duration.ofSeconds(30), 3, 3, 1 << 30, Duration.ofHours(1), Map.of(Signal.PROFILES, Duration.ofDays(7)));

    /// Each end of a process is a warning with its trace.
    private static final Logger LOG = Logger.getLogger("dev.spanflame.compactor");

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    /// Where in a call the process ends.
    private enum Moment {
        BEFORE,
        AFTER
    }

    @Test
    void whereverACompactorEndsAnotherOneReachesTheSameState() throws IOException {
        Shop whole = shop();
        FaultyStore counting = new FaultyStore(whole.memory);
        work(whole, counting, 50);
        finish(whole);
        long calls = counting.calls();
        assertThat(calls).isGreaterThan(40);
        for (long end = 1; end <= calls; end++) {
            for (Moment moment : Moment.values()) {
                Shop shop = shop();
                work(shop, dying(shop, end, moment), 50);
                assertThat(LineBlocks.union(shop.memory, shop.live()))
                        .as("just %s call %s", moment, end)
                        .isEqualTo(LineBlocks.union(whole.memory, whole.live()));
                finish(shop);
                assertThat(shop.levels()).as("%s call %s", moment, end).isEqualTo(whole.levels());
                assertThat(shop.lines()).as("%s call %s", moment, end).isEqualTo(whole.lines());
                assertThat(shop.blockKeys()).as("%s call %s", moment, end).isEqualTo(shop.liveKeys());
            }
        }
    }

    /// Blocks to merge and one that is past its retention, whose data is then gone for all.
    private static Shop shop() throws IOException {
        Shop shop = new Shop();
        for (int i = 0; i < 5; i++) {
            Duration age = i < 3 ? Duration.ofMinutes(i) : Duration.ofDays(1);
            shop.flush(Shop.TENANT, Signal.TRACES, Shop.START.minus(age));
        }
        BlockMeta old = shop.flush(Shop.TENANT, Signal.PROFILES, Shop.START.minus(Duration.ofDays(9)));
        shop.logs.of(Shop.TENANT).commit(Change.remove(List.of(old.id())));
        return shop;
    }

    /// A store whose process ends at call `end`: nothing works from then on.
    private static FaultyStore dying(Shop shop, long end, Moment moment) {
        FaultyStore store = new FaultyStore(shop.memory);
        AtomicLong calls = new AtomicLong();
        AtomicLong returns = new AtomicLong();
        store.before((_, _) -> {
            long call = calls.incrementAndGet();
            if (call > end || (moment == Moment.BEFORE && call == end)) {
                throw new IOException("the process has ended");
            }
        });
        store.after((_, _) -> {
            if (returns.incrementAndGet() == end && moment == Moment.AFTER) {
                throw new IOException("the process has ended");
            }
        });
        return store;
    }

    private static void work(Shop shop, FaultyStore store, int seed) {
        Compactor compactor = new Compactor(shop.others(store, seed), SETTINGS);
        for (int hour = 0; hour < 2; hour++) {
            try {
                compactor.runOnce();
                compactor.compactAll();
            } catch (IOException e) {
                return;
            }
            shop.clock.advance(Duration.ofMinutes(61));
        }
    }

    /// Another process, for as long as anything has to wait.
    private static void finish(Shop shop) throws IOException {
        Compactor compactor = new Compactor(shop.others(shop.memory, 60), SETTINGS);
        for (int hour = 0; hour < 28; hour += 7) {
            compactor.runOnce();
            compactor.compactAll();
            shop.clock.advance(Duration.ofHours(7));
        }
        compactor.runOnce();
    }
}
