package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares two tables of functions by their shares of the total, since the sides may be of different
/// length.
final class FunctionChanges {
    private FunctionChanges() {}

    private record Change(String name, JsonNode base, JsonNode compared, double totalDelta, double selfDelta) {
        double weight() {
            return Math.max(Math.abs(totalDelta), Math.abs(selfDelta));
        }
    }

    /// The `limit` functions whose share changed most, of answers with `functions` and `total`.
    static ObjectNode of(JsonNode base, JsonNode compared, int limit) {
        Map<String, JsonNode> before = byName(base);
        Map<String, JsonNode> after = byName(compared);
        long baseTotal = base.path("total").asLong();
        long comparedTotal = compared.path("total").asLong();
        Map<String, JsonNode> all = new LinkedHashMap<>(after);
        before.forEach(all::putIfAbsent);
        List<Change> changes = new ArrayList<>();
        for (String name : all.keySet()) {
            JsonNode left = before.getOrDefault(name, JsonNodeFactory.instance.objectNode());
            JsonNode right = after.getOrDefault(name, JsonNodeFactory.instance.objectNode());
            changes.add(new Change(
                    name,
                    left,
                    right,
                    share(right, "total", comparedTotal) - share(left, "total", baseTotal),
                    share(right, "self", comparedTotal) - share(left, "self", baseTotal)));
        }
        changes.sort(Comparator.comparingDouble(Change::weight).reversed().thenComparing(Change::name));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("baseTotal", baseTotal).put("compareTotal", comparedTotal);
        ArrayNode functions = result.putArray("functions");
        changes.stream()
                .filter(change -> change.weight() > 0)
                .limit(limit)
                .forEach(change -> functions
                        .addObject()
                        .put("name", StackText.shownName(change.name))
                        .put("totalSharePoints", rounded(change.totalDelta))
                        .put("selfSharePoints", rounded(change.selfDelta))
                        .put("baseTotal", change.base.path("total").asLong())
                        .put("compareTotal", change.compared.path("total").asLong())
                        .put("baseSelf", change.base.path("self").asLong())
                        .put("compareSelf", change.compared.path("self").asLong()));
        return result;
    }

    private static Map<String, JsonNode> byName(JsonNode table) {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        table.path("functions").forEach(row -> rows.put(row.path("name").asText(), row));
        return rows;
    }

    /// Percent of the total.
    private static double share(JsonNode row, String field, long total) {
        return total == 0 ? 0 : 100.0 * row.path(field).asLong() / total;
    }

    private static double rounded(double points) {
        return Math.round(points * 100) / 100.0;
    }
}
