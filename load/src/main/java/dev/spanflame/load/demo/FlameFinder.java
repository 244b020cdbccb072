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

    private final Backend backend;
    private final URI server;

    FlameFinder(Backend backend, URI server) {
        this.backend = backend;
        this.server = server;
    }

    /// One look: the flame graph of the last minutes, once the shop's own code is seen in it.
    Optional<FlameGraph> find() throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                "query", "process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name=\"" + ShopMain.APPLICATION + "\"}");
        parameters.put("from", "now-5m");
        parameters.put("until", "now");
        parameters.put("format", "json");
        parameters.put("max-nodes", "16384");
        Json answer = backend.get(server, "/pyroscope/render", parameters);
        boolean seen = answer.get("flamebearer").get("names").list().stream()
                .anyMatch(name -> name.text().contains(OWN_CODE));
        return seen ? Optional.of(FlameGraph.of(answer, "nanoseconds")) : Optional.empty();
    }
}
