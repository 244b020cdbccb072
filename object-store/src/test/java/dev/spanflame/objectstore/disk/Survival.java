package dev.spanflame.objectstore.disk;

import java.util.random.RandomGenerator;

/// Decides what of the un-synced state outlives a power cut. Not thread-safe.
public interface Survival {
    /// Whether a directory change that may be kept is kept.
    boolean keepsEntry();

    /// Which version of a sector, or of a file's size, is on the disk: 0 the synced one, `newest` the last written.
    int version(int newest);

    /// All that was not synced is gone.
    static Survival nothing() {
        return new Survival() {
            @Override
            public boolean keepsEntry() {
                return false;
            }

            @Override
            public int version(int newest) {
                return 0;
            }

            @Override
            public String toString() {
                return "nothing survives";
            }
        };
    }

    /// All that was written is there, synced or not.
    static Survival everything() {
        return new Survival() {
            @Override
            public boolean keepsEntry() {
                return true;
            }

            @Override
            public int version(int newest) {
                return newest;
            }

            @Override
            public String toString() {
                return "everything survives";
            }
        };
    }

    /// Directory changes survive, file contents do not: what a file system does that logs its metadata only.
    static Survival names() {
        return new Survival() {
            @Override
            public boolean keepsEntry() {
                return true;
            }

            @Override
            public int version(int newest) {
                return 0;
            }

            @Override
            public String toString() {
                return "only names survive";
            }
        };
    }

    /// Each change and each sector for itself, by the numbers of `random`; how much survives differs from call to call.
    static Survival some(RandomGenerator random) {
        double names = random.nextDouble();
        double newest = random.nextDouble() / 2;
        double oldest = random.nextDouble() / 2;
        return new Survival() {
            @Override
            public boolean keepsEntry() {
                return random.nextDouble() < names;
            }

            @Override
            public int version(int last) {
                double dice = random.nextDouble();
                if (dice < newest) {
                    return last;
                }
                return dice > 1 - oldest ? 0 : random.nextInt(last + 1);
            }

            @Override
            public String toString() {
                return "names %.2f, newest bytes %.2f, oldest bytes %.2f".formatted(names, newest, oldest);
            }
        };
    }
}
