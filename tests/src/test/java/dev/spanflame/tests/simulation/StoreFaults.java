package dev.spanflame.tests.simulation;

import dev.spanflame.block.log.FaultyStore;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.random.RandomGenerator;

/// Lets calls to a store fail now and then: before they have an effect, or after, when only the answer is
/// lost.
final class StoreFaults {
    private final RandomGenerator random;
    private final int oneIn;
    private boolean quiet;

    /// One call of `oneIn` fails on either side; none for 0.
    StoreFaults(RandomGenerator random, int oneIn) {
        this.random = random;
        this.oneIn = oneIn;
    }

    /// From now on, or no longer, all calls go well.
    void quiet(boolean whether) {
        quiet = whether;
    }

    /// The store with these faults.
    FaultyStore over(ObjectStore store) {
        FaultyStore faulty = new FaultyStore(store);
        faulty.before((_, _) -> maybe("not reached"));
        faulty.after((_, _) -> maybe("the answer is lost"));
        return faulty;
    }

    private void maybe(String what) throws IOException {
        if (!quiet && oneIn > 0 && random.nextInt(oneIn) == 0) {
            throw new IOException(what);
        }
    }
}
