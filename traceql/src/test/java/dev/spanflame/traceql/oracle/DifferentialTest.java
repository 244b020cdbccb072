package dev.spanflame.traceql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.memory.MemorySpanSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// `-Dspanflame.traceql.rounds=N` sets the number of rounds (each a set of traces and 40 queries),
/// `-Dspanflame.traceql.seed=N` where to begin.
final class DifferentialTest {
    private static final int ROUNDS = Integer.getInteger("spanflame.traceql.rounds", 250);
    private static final long FIRST_SEED = Long.getLong("spanflame.traceql.seed", 1L);

    @Test
    void answersWhatTheOracleAnswers() throws IOException {
        Differential differential = new Differential(MemorySpanSource::of, false);
        differential.run(FIRST_SEED, ROUNDS);
        assertThat(differential.asked()).as("queries with a meaning").isGreaterThan(ROUNDS * 30);
        assertThat(differential.answered()).as("queries with an answer").isGreaterThan(ROUNDS * 10);
    }

    @Test
    void answersTheSameFromASourceThatLeavesOutAllItMay() throws IOException {
        Differential differential = new Differential(traces -> MemorySpanSource.of(traces, 2, true), true);
        int rounds = ROUNDS / 4;
        differential.run(FIRST_SEED + 1_000_000, rounds);
        assertThat(differential.answered()).as("queries with an answer").isGreaterThan(rounds * 10);
    }
}
