package dev.spanflame.traceql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.memory.MemorySpanSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// `-Dspanflame.traceql.rounds=N` sets the number of rounds (each a set of traces and 30 queries),
/// `-Dspanflame.traceql.seed=N` where to begin.
final class MetricsDifferentialTest {
    private static final int ROUNDS = Integer.getInteger("spanflame.traceql.rounds", 250);
    private static final long FIRST_SEED = Long.getLong("spanflame.traceql.seed", 1L);

    @Test
    void measuresWhatTheOracleMeasures() throws IOException {
        MetricsDifferential differential = new MetricsDifferential(MemorySpanSource::of);
        differential.run(FIRST_SEED, ROUNDS);
        assertThat(differential.asked()).as("queries with a meaning").isGreaterThan(ROUNDS * 20);
        assertThat(differential.answered()).as("queries with series").isGreaterThan(ROUNDS * 7);
    }

    @Test
    void measuresTheSameInASourceThatLeavesOutAllItMay() throws IOException {
        MetricsDifferential differential = new MetricsDifferential(traces -> MemorySpanSource.of(traces, 2, true));
        int rounds = ROUNDS / 4;
        differential.run(FIRST_SEED + 1_000_000, rounds);
        assertThat(differential.answered()).as("queries with series").isGreaterThan(rounds * 7);
    }
}
