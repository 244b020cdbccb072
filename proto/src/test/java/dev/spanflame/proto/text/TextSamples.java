package dev.spanflame.proto.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Profiles in the formats of text and of nodes.
public final class TextSamples {
    /// A file of speedscope with three profiles.
    public static final String SPEEDSCOPE = """
            {"$schema": "https://www.speedscope.app/file-format-schema.json",
             "profiles": [
              {"type": "sampled", "name": "one", "unit": "milliseconds", "startValue": 0, "endValue": 9,
               "samples": [[0, 1], [0]], "weights": [2, 0.5]},
              {"type": "evented", "name": "one", "unit": "milliseconds", "startValue": 10, "endValue": 20,
               "events": [{"type": "O", "at": 10, "frame": 0}, {"type": "O", "at": 11, "frame": 1},
                {"type": "C", "at": 14, "frame": 1}, {"type": "C", "at": 15, "frame": 0}]},
              {"type": "sampled", "name": "heap", "unit": "bytes", "samples": [[1]], "weights": [512]}],
             "shared": {"frames": [{"name": "main", "file": "a.js"}, {"name": "work"}]}}
            """;

    private TextSamples() {}

    /// A tree, or a trie, of five nodes.
    public static byte[] nodes() {
        ByteArrayOutputStream nodes = new ByteArrayOutputStream();
        node(nodes, "", 0, 2);
        node(nodes, "main", 500, 2);
        node(nodes, ";work", 7, 0);
        node(nodes, ";rest", 9, 0);
        node(nodes, "z", 1, 0);
        return nodes.toByteArray();
    }

    /// Adds a node: its name, its own value, how many children follow.
    static void node(ByteArrayOutputStream out, String name, int value, int children) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
        number(out, value);
        number(out, children);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        int rest = number;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
