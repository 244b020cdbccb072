package dev.spanflame.profiler;

/// Something to see in a profile: a thread that computes and allocates until it is closed.
final class BusyThread implements AutoCloseable {
    private final Thread thread;
    private volatile boolean stop;
    private volatile Object last = "";

    BusyThread() {
        thread = Thread.ofPlatform().daemon().name("busy").start(this::burn);
    }

    private void burn() {
        long value = 1;
        while (!stop) {
            value = collatz(value);
            last = new long[(int) (value & 1023) + 1];
        }
    }

    /// Named so that a profile can be searched for it.
    private static long collatz(long seed) {
        long value = seed;
        for (int i = 0; i < 20_000; i++) {
            value = (value & 1) == 0 ? value / 2 : 3 * value + 1;
        }
        return value;
    }

    @Override
    public void close() throws InterruptedException {
        stop = true;
        thread.join();
    }
}
