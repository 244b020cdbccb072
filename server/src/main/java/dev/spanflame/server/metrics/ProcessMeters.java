package dev.spanflame.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/// Metrics of the process and its JVM, under the names that dashboards for Java programs know.
final class ProcessMeters {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMeters() {}

    static void register(PrometheusRegistry registry, String version) {
        Info build = Info.builder()
                .name("spanflame_build_info")
                .help("Version of the program and of the JVM it runs on.")
                .labelNames("version", "java")
                .register(registry);
        build.setLabelValues(version, System.getProperty("java.runtime.version", ""));
        process(registry);
        memory(registry);
        collections(registry);
        threads(registry);
    }

    private static void process(PrometheusRegistry registry) {
        double start = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
        gauge(registry, "process_start_time_seconds", "Start of the process, seconds since 1970.", () -> start);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            CounterWithCallback.builder()
                    .name("process_cpu_seconds_total")
                    .help("CPU time of the process.")
                    .callback(callback -> callback.call(system.getProcessCpuTime() / 1e9))
                    .register(registry);
            gauge(registry, "process_open_fds", "Open file descriptors.", system::getOpenFileDescriptorCount);
            gauge(registry, "process_max_fds", "Most open file descriptors.", system::getMaxFileDescriptorCount);
        }
        if (Files.isReadable(STATUS)) {
            gauge(
                    registry,
                    "process_resident_memory_bytes",
                    "Memory of the process that is in RAM.",
                    ProcessMeters::residentBytes);
        }
    }

    private static double residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException _) {
            // the number is missing then, as NaN says
        }
        return Double.NaN;
    }

    private static void memory(PrometheusRegistry registry) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        areas(registry, "jvm_memory_used_bytes", "Memory in use, by area.", memory, true);
        areas(registry, "jvm_memory_max_bytes", "Most memory, by area; -1 where there is no limit.", memory, false);
        GaugeWithCallback.builder()
                .name("jvm_buffer_pool_used_bytes")
                .help("Memory outside of the heap in buffers, by pool.")
                .labelNames("pool")
                .callback(callback -> {
                    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                        callback.call((double) pool.getMemoryUsed(), pool.getName());
                    }
                })
                .register(registry);
    }

    private static void areas(
            PrometheusRegistry registry, String name, String help, MemoryMXBean memory, boolean used) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("area")
                .callback(callback -> {
                    MemoryUsage heap = memory.getHeapMemoryUsage();
                    MemoryUsage other = memory.getNonHeapMemoryUsage();
                    callback.call((double) (used ? heap.getUsed() : heap.getMax()), "heap");
                    callback.call((double) (used ? other.getUsed() : other.getMax()), "nonheap");
                })
                .register(registry);
    }

    private static void collections(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("jvm_gc_collection_seconds_total")
                .help("Time spent in garbage collections, by collector.")
                .labelNames("gc")
                .callback(callback -> {
                    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                        callback.call(Math.max(0, gc.getCollectionTime()) / 1e3, gc.getName());
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("jvm_gc_collections_total")
                .help("Garbage collections, by collector.")
                .labelNames("gc")
                .callback(callback -> {
                    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                        callback.call((double) Math.max(0, gc.getCollectionCount()), gc.getName());
                    }
                })
                .register(registry);
    }

    private static void threads(PrometheusRegistry registry) {
        gauge(
                registry,
                "jvm_threads_current",
                "Platform threads; virtual ones are not counted.",
                ManagementFactory.getThreadMXBean()::getThreadCount);
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier read) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(read.getAsDouble()))
                .register(registry);
    }
}
