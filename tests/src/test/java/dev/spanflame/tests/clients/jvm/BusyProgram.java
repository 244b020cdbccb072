package dev.spanflame.tests.clients.jvm;

import java.util.concurrent.TimeUnit;

/// A program that keeps one processor busy until it is killed, or for two minutes; for as many milliseconds as its
/// argument says, if it has one.
public final class BusyProgram {
    private BusyProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        long millis = arguments.length == 0 ? TimeUnit.MINUTES.toMillis(2) : Long.parseLong(arguments[0]);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long sum = 0;
        while (System.nanoTime() < end) {
            sum += spin(sum);
        }
        System.out.println(sum);
    }

    private static long spin(long seed) {
        long value = seed;
        for (int i = 0; i < 1_000_000; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return value;
    }
}
