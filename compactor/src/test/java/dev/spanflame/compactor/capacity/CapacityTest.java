package dev.spanflame.compactor.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.log.FaultyStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What the defaults make of steady load over days.
class CapacityTest {
    private static final long SPANS = 100_000_000;

    @Test
    void aLargeTenantHasFewBlocksForEachDay() throws IOException {
        Month.Bill bill = new Month(Sizes.of(SPANS)).live(2);
        assertThat(bill.fortnight()).isLessThan(2 * 12);
        assertThat(bill.amplification()).isBetween(1.5, 5.5);
        assertThat(bill.bytes()).isBetween(7_500_000_000L, 9_000_000_000L);
    }

    @Test
    void anIdleTenantCostsFewRequests() throws IOException {
        Month.Bill bill = new Month(Sizes.of(SPANS)).idle(2);
        assertThat(bill.reads() + bill.writes()).isLessThan(1_000);
    }

    /// The table of docs/concepts/capacity.md.
    @Test
    @EnabledIfSystemProperty(named = "spanflame.capacity", matches = "true", disabledReason = "lives through months")
    void aMonthOfAHundredMillionSpansADay() throws IOException {
        System.out.println(
                "| tenants | blocks of a tenant | of its last 14 days | at most | GB | entries | writes/day | reads/day"
                        + " | deletes/day | amplification |");
        for (int tenants : new int[] {1, 100, 1000}) {
            Month.Bill bill = new Month(Sizes.of(SPANS / tenants)).live(30);
            System.out.printf(
                    "| %d | %d | %d | %d | %.1f | %d | %d | %d | %d | %.2f |%n",
                    tenants,
                    bill.blocks(),
                    bill.fortnight(),
                    bill.mostBlocks(),
                    tenants * bill.bytes() / 1e9,
                    tenants * bill.entries(),
                    tenants * bill.writes(),
                    tenants * bill.reads(),
                    tenants * bill.calls().getOrDefault(FaultyStore.Call.DELETE, 0L),
                    bill.amplification());
            assertThat(bill.blocks()).isLessThan(1_000);
        }
    }
}
