package dev.spanflame.querier.pyroscope.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A flame graph as one HTML page that needs nothing else: no other file, no network.
///
/// Names are data of the page's script, never markup.
public final class HtmlFlameGraph {
    private static final String TEMPLATE = "flamegraph.html";
    private static final String TITLE = "@TITLE@";
    private static final String DATA = "@DATA@";
    private static final JsonFactory JSON = new JsonFactory();

    private HtmlFlameGraph() {}

    /// The page of a tree; `unit` is pprof's.
    public static byte[] of(CallTree tree, String title, String unit) throws IOException {
        String page;
        try (InputStream template = HtmlFlameGraph.class.getResourceAsStream(TEMPLATE)) {
            if (template == null) {
                throw new IllegalStateException(TEMPLATE + " is missing from the program");
            }
            page = new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
        int at = page.indexOf(DATA);
        String head = page.substring(0, at).replace(TITLE, escaped(title));
        return (head + data(tree, unit) + page.substring(at + DATA.length())).getBytes(StandardCharsets.UTF_8);
    }

    /// Text as the content of an element.
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// JSON in which no `<` stands, so that nothing in it can end the element around it.
    private static String data(CallTree tree, String unit) throws IOException {
        Map<String, Integer> names = new LinkedHashMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("unit", unit);
            json.writeArrayFieldStart("nodes");
            for (CallTree.Node node : tree.nodes()) {
                Integer known = names.putIfAbsent(node.name(), names.size());
                json.writeStartArray();
                json.writeNumber(node.depth());
                json.writeNumber(known == null ? names.size() - 1 : known);
                json.writeNumber(node.total());
                json.writeNumber(node.self());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("names");
            for (String name : names.keySet()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8).replace("<", "\\u003c");
    }
}
