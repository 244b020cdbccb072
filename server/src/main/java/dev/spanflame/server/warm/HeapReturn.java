package dev.spanflame.server.warm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// One collection that leaves the heap little more than what is in use, so that an idle process gives back
/// what its warm-up took. The collector keeps up to 70 % of the heap free (`MaxHeapFreeRatio`), which is
/// right for a process at work: the ratios are lower for this collection alone.
final class HeapReturn {
    private static final String MIN_FREE = "MinHeapFreeRatio";
    private static final String MAX_FREE = "MaxHeapFreeRatio";
    private static final String LITTLE = "10";
    private static final String SOME = "30";

    private HeapReturn() {}

    /// Collects now. A JVM without these ratios collects as it always does.
    static void collect() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (options == null || !isAbove(options, MIN_FREE, LITTLE) || !isAbove(options, MAX_FREE, SOME)) {
            System.gc();
            return;
        }
        String min = options.getVMOption(MIN_FREE).getValue();
        String max = options.getVMOption(MAX_FREE).getValue();
        options.setVMOption(MIN_FREE, LITTLE);
        options.setVMOption(MAX_FREE, SOME);
        try {
            System.gc();
        } finally {
            options.setVMOption(MAX_FREE, max);
            options.setVMOption(MIN_FREE, min);
        }
    }

    private static boolean isAbove(HotSpotDiagnosticMXBean options, String ratio, String percent) {
        return Integer.parseInt(options.getVMOption(ratio).getValue()) > Integer.parseInt(percent);
    }
}
