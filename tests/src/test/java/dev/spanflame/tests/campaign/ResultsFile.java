package dev.spanflame.tests.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The results of a campaign, one line of JSON for each round, so that it goes on where it was ended. A line that was
/// cut by the end of the process is left out.
final class ResultsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    ResultsFile(Path file) {
        this.file = file;
    }

    /// The rounds so far by their numbers.
    SortedMap<Long, Figures> read() throws IOException {
        SortedMap<Long, Figures> rounds = new TreeMap<>();
        if (!Files.exists(file)) {
            return rounds;
        }
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("{") && line.endsWith("}")) {
                JsonNode node = JSON.readTree(line);
                rounds.put(node.path("round").asLong(), figures(node));
            }
        }
        return rounds;
    }

    private static Figures figures(JsonNode node) {
        Figures figures = new Figures();
        node.path("sums")
                .properties()
                .forEach(sum -> figures.add(sum.getKey(), sum.getValue().asLong()));
        node.path("times")
                .properties()
                .forEach(all -> all.getValue().forEach(one -> figures.time(all.getKey(), one.asLong())));
        node.path("complaints").forEach(one -> figures.explain(List.of(one.asText())));
        return figures;
    }

    /// Adds a round.
    void append(long round, Figures figures) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("round", round);
        node.put("at", Instant.now().toString());
        node.set("sums", JSON.valueToTree(figures.sums()));
        node.set("times", JSON.valueToTree(figures.times()));
        node.set("complaints", JSON.valueToTree(figures.complaints()));
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        // the line before it may have been cut
        Files.writeString(file, "\n" + node, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
