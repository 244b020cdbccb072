package dev.spanflame.querier.damage;

import dev.spanflame.block.Damage;
import java.io.IOException;

/// Asks until an answer comes that met no block which is gone or damaged. Thread-safe.
public final class BlockAttempts {
    /// More damage than that in one question is a failure of the store and not of blocks.
    private static final int MOST_DAMAGED = 16;

    private final DamagedBlocks damaged;

    /// What is damaged is told to `damaged`.
    public BlockAttempts(DamagedBlocks damaged) {
        this.damaged = damaged;
    }

    /// Answers a question; has to bear to be run several times.
    @FunctionalInterface
    public interface Attempt<T> {
        /// Answers over the blocks of the commit log that [DamagedBlocks#sound] leaves; where `fresh`, after
        /// reading it again.
        T run(boolean fresh) throws IOException;
    }

    /// The answer. When a block vanishes meanwhile, because it was merged into another, the list of blocks is
    /// read anew; a block that is damaged, or is gone though it is listed, is left out.
    public <T> T ask(Attempt<T> attempt) throws IOException {
        boolean fresh = false;
        int found = 0;
        while (true) {
            try {
                return attempt.run(fresh);
            } catch (IOException | RuntimeException e) {
                if (!fresh && Damage.goneObject(e).isPresent()) {
                    fresh = true;
                } else if (found++ == MOST_DAMAGED || !damaged.learn(e)) {
                    throw e;
                }
            }
        }
    }
}
