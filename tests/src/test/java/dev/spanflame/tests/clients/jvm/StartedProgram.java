package dev.spanflame.tests.clients.jvm;

import io.pyroscope.http.Format;
import io.pyroscope.javaagent.EventType;
import io.pyroscope.javaagent.PyroscopeAgent;
import io.pyroscope.javaagent.api.Logger;
import io.pyroscope.javaagent.config.Config;
import io.pyroscope.labels.v2.ConstantContext;
import io.pyroscope.labels.v2.LabelsSet;
import io.pyroscope.labels.v2.Pyroscope;
import io.pyroscope.labels.v2.ScopedContext;
import java.time.Duration;
import java.util.Map;

/// A program that starts Pyroscope's agent by code, with labels in every way it has for them.
public final class StartedProgram {
    private StartedProgram() {}

    /// Runs it until it is killed, or for two minutes; its argument is the server.
    public static void main(String[] arguments) {
        Config config = new Config.Builder()
                .setApplicationName("agent-program")
                .setServerAddress(arguments[0])
                .setFormat(Format.JFR)
                .setProfilingEvent(EventType.CTIMER)
                .setProfilingAlloc("128k")
                .setProfilingLock("1ms")
                .setUploadInterval(Duration.ofSeconds(1))
                .setLogLevel(Logger.Level.INFO)
                .setLabels(Map.of("region", "eu"))
                .build();
        PyroscopeAgent.start(config);
        Pyroscope.setStaticLabels(Map.of("team", "shop"));
        ConstantContext constant = ConstantContext.of(new LabelsSet("step", "constant"));
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        long sum = PyroscopeAgent.isStarted() ? 1 : 0;
        while (System.nanoTime() < end) {
            try (ScopedContext context = new ScopedContext(new LabelsSet("route", "/cart"))) {
                sum += scoped(sum);
                context.forEachLabel((name, value) -> {});
            }
            constant.activate();
            sum += constant(sum);
            constant.deactivate();
        }
        PyroscopeAgent.stop();
        System.out.println(sum);
    }

    private static long scoped(long seed) {
        return work(seed);
    }

    private static long constant(long seed) {
        return work(seed + 1);
    }

    private static long work(long seed) {
        long value = seed;
        for (int i = 0; i < 20_000_000; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return value;
    }
}
