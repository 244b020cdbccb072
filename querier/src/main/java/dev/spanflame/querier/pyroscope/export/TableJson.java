package dev.spanflame.querier.pyroscope.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tables of functions, trees of calls and sandwiches as JSON.
///
/// ```
/// {"functions":{"functions":[{"name":"parse","self":5,"total":5}],"total":12}}
/// {"callTree":{"root":{"nameIndex":0,"total":12,"self":0,"children":[...]},"total":12,"names":["total","main"]}}
/// {"sandwich":{"names":["total","parse","run"],"callers":{"nameIndex":1,"total":5,"self":0,"children":[...]},...}}
/// ```
public final class TableJson {
    private static final int MAX_DEPTH = 1 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private TableJson() {}

    /// A whole tree from its root on, named `total`.
    public static byte[] callTree(CallTree tree) {
        return written(json -> {
            Map<String, Integer> names = new LinkedHashMap<>();
            json.writeStartObject();
            json.writeObjectFieldStart("callTree");
            json.writeFieldName("root");
            writeNodes(json, tree, 0, names);
            json.writeNumberField("total", tree.total());
            writeNames(json, names);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void writeNames(JsonGenerator json, Map<String, Integer> names) throws IOException {
        json.writeArrayFieldStart("names");
        for (String name : names.keySet()) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    /// The first `limit` rows of a table.
    public static byte[] functions(List<FunctionTable.Row> rows, long total, int limit) {
        return written(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("functions");
            json.writeArrayFieldStart("functions");
            for (FunctionTable.Row row : rows.subList(0, Math.min(limit, rows.size()))) {
                json.writeStartObject();
                json.writeStringField("name", row.name());
                json.writeNumberField("self", row.self());
                json.writeNumberField("total", row.total());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("total", total);
            json.writeNumberField("functionCount", rows.size());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /// Both halves; each begins with the function itself.
    public static byte[] sandwich(Sandwich sandwich) {
        return written(json -> {
            Map<String, Integer> names = new LinkedHashMap<>();
            json.writeStartObject();
            json.writeObjectFieldStart("sandwich");
            json.writeFieldName("callers");
            writeHalf(json, sandwich.callers(), names);
            json.writeFieldName("callees");
            writeHalf(json, sandwich.callees(), names);
            json.writeNumberField("total", sandwich.total());
            json.writeNumberField("self", sandwich.self());
            writeNames(json, names);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /// The tree below the root, whose first node is the function; null where it is nowhere.
    private static void writeHalf(JsonGenerator json, CallTree tree, Map<String, Integer> names) throws IOException {
        if (tree.nodes().size() == 1) {
            json.writeNull();
        } else {
            writeNodes(json, tree, 1, names);
        }
    }

    /// The node `from` and all below it.
    private static void writeNodes(JsonGenerator json, CallTree tree, int from, Map<String, Integer> names)
            throws IOException {
        int[] children = tree.childCounts();
        List<Integer> open = new ArrayList<>();
        for (int i = from; i < tree.nodes().size(); i++) {
            CallTree.Node node = tree.nodes().get(i);
            if (node.depth() <= tree.nodes().get(from).depth() && i > from) {
                break;
            }
            Integer known = names.putIfAbsent(node.name(), names.size());
            json.writeStartObject();
            json.writeNumberField("nameIndex", known == null ? names.size() - 1 : known);
            json.writeNumberField("total", node.total());
            json.writeNumberField("self", node.self());
            if (node.name().equals(CallTree.OTHER)) {
                json.writeBooleanField("truncated", true);
            }
            open.add(children[i]);
            if (children[i] > 0) {
                json.writeArrayFieldStart("children");
            }
            close(json, open);
        }
    }

    /// Ends the nodes that have no more children.
    private static void close(JsonGenerator json, List<Integer> open) throws IOException {
        while (!open.isEmpty() && open.getLast() == 0) {
            open.removeLast();
            json.writeEndObject();
            if (!open.isEmpty()) {
                open.set(open.size() - 1, open.getLast() - 1);
                if (open.getLast() == 0) {
                    json.writeEndArray();
                }
            }
        }
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] written(Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }
}
