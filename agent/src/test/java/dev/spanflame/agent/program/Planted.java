package dev.spanflame.agent.program;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Spends its time in functions that are made for one kind of profile each, each in threads of its own.
public final class Planted {
    private static final Object MONITOR = new Object();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static volatile long sink;
    private static volatile Object kept = "";

    private Planted() {}

    private interface Work {
        void run() throws InterruptedException;
    }

    /// Runs for as many milliseconds as the first argument says.
    public static void main(String[] arguments) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
        start("burner", Planted::burn);
        start("allocator", Planted::allocate);
        start("native", Planted::allocateNative);
        start("sleeper", Planted::sleep);
        for (int i = 0; i < 3; i++) {
            start("contender-" + i, Planted::contend);
            start("parker-" + i, Planted::park);
        }
        while (System.nanoTime() < end) {
            Thread.sleep(20);
        }
        System.out.println("planted is done");
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            work.run();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    static void burn() {
        long value = sink;
        // counted by a long: a loop counted by an int is one step to a JVM that stops at safe points
        for (long i = 0; i < 1_000_000; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        sink = value;
    }

    static void allocate() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            kept = new byte[8192];
        }
        Thread.sleep(10);
    }

    static void allocateNative() throws InterruptedException {
        kept = ByteBuffer.allocateDirect(1 << 20);
        Thread.sleep(50);
    }

    static void sleep() throws InterruptedException {
        Thread.sleep(200);
    }

    static void contend() throws InterruptedException {
        synchronized (MONITOR) {
            Thread.sleep(15);
        }
    }

    static void park() throws InterruptedException {
        LOCK.lock();
        try {
            Thread.sleep(15);
        } finally {
            LOCK.unlock();
        }
    }
}
