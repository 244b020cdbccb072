package dev.spanflame.tests.clients.jvm;

import io.pyroscope.labels.v2.LabelsSet;
import io.pyroscope.labels.v2.Pyroscope;
import java.util.concurrent.TimeUnit;

/// A program that computes, allocates and waits for a lock, with labels of Pyroscope's agent, until it is killed, or
/// for two minutes.
public final class LabelledProgram {
    private static final Object TILL = new Object();
    private static volatile byte[] kept = new byte[0];

    private LabelledProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        Thread.ofPlatform().daemon().name("holder").start(() -> hold(end));
        LabelsSet cart = new LabelsSet("route", "/cart");
        LabelsSet pay = new LabelsSet("route", "/pay");
        long sum = 0;
        while (System.nanoTime() < end) {
            long seed = sum;
            Pyroscope.LabelsWrapper.run(cart, () -> computeCart(seed));
            Pyroscope.LabelsWrapper.run(pay, LabelledProgram::payAtTheTill);
            sum++;
        }
        System.out.println(sum + kept.length);
    }

    private static void computeCart(long seed) {
        long value = seed;
        for (int i = 0; i < 20_000_000; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        for (int i = 0; i < 1_000; i++) {
            kept = new byte[4_096];
            kept[0] = (byte) value;
        }
    }

    private static void payAtTheTill() {
        synchronized (TILL) {
            kept = new byte[1 << 16];
        }
    }

    private static void hold(long end) {
        while (System.nanoTime() < end) {
            synchronized (TILL) {
                sleep(20);
            }
            sleep(1);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
