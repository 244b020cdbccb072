package dev.spanflame.agent.program;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// Allocates as many gigabytes as the first argument says, one in a second, and prints how many samples the
/// agent took.
public final class Allocating {
    /// With the head of the array.
    private static final int ARRAY_BYTES = 16 + 8192;

    private static volatile Object kept = "";

    private Allocating() {}

    /// Does it.
    public static void main(String[] arguments) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        long arrays = (Long.parseLong(arguments[0]) << 30) / ARRAY_BYTES;
        long begin = System.nanoTime();
        for (long i = 0; i < arrays; i++) {
            allocate();
            long early = begin + i * ARRAY_BYTES - System.nanoTime();
            if (early > TimeUnit.MILLISECONDS.toNanos(10)) {
                TimeUnit.NANOSECONDS.sleep(early);
            }
        }
        System.out.println(
                "samples " + server.getAttribute(new ObjectName("dev.spanflame:type=Agent"), "Samples") + ".");
    }

    static void allocate() {
        kept = new byte[ARRAY_BYTES - 16];
    }
}
