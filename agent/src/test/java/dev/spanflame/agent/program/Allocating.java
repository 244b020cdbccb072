package dev.spanflame.agent.program;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// Allocates as many gigabytes as the first argument says, one in a second, by as many threads as the second
/// says, and prints how many samples the agent took.
public final class Allocating {
    /// With the head of the array.
    private static final int ARRAY_BYTES = 16 + 8192;

    private static volatile Object kept = "";

    private Allocating() {}

    /// Does it.
    public static void main(String[] arguments) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        int threads = Integer.parseInt(arguments[1]);
        long arrays = (Long.parseLong(arguments[0]) << 30) / ARRAY_BYTES / threads;
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> allocate(arrays, threads));
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        System.out.println(
                "samples " + server.getAttribute(new ObjectName("dev.spanflame:type=Agent"), "Samples") + ".");
    }

    private static void allocate(long arrays, int threads) {
        long begin = System.nanoTime();
        for (long i = 0; i < arrays; i++) {
            allocate();
            long early = begin + i * ARRAY_BYTES * threads - System.nanoTime();
            if (early > TimeUnit.MILLISECONDS.toNanos(10)) {
                LockSupport.parkNanos(early);
            }
        }
    }

    static void allocate() {
        kept = new byte[ARRAY_BYTES - 16];
    }
}
