package dev.spanflame.load.demo;

import dev.spanflame.load.shop.ShopMain;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Looks for the CPU profile of the shop.
final class FlameFinder {
    private static final String OWN_CODE = "PriceCalculator";
    /// The shop's first seconds are left out: they show the JVM compiling and loading classes.
    private static final long WARM_UP_MILLIS = 5_000;

    private final long begin = System.currentTimeMillis() + WARM_UP_MILLIS;

    private final Backend backend;
    private final URI server;

    FlameFinder(Backend backend, URI server) {
        this.backend = backend;
        this.server = server;
    }

    /// One look: the flame graph since the shop is warm, once its own code is seen in it.
    Optional<FlameGraph> find() throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        if (now <= begin) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                "query", "process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name=\"" + ShopMain.APPLICATION + "\"}");
        parameters.put("from", Long.toString(begin));
        parameters.put("until", Long.toString(now));
        parameters.put("format", "json");
        parameters.put("max-nodes", "16384");
        Json answer = backend.get(server, "/pyroscope/render", parameters);
        boolean seen = answer.get("flamebearer").get("names").list().stream()
                .anyMatch(name -> name.text().contains(OWN_CODE));
        return seen ? Optional.of(FlameGraph.of(answer, "nanoseconds")) : Optional.empty();
    }
}
