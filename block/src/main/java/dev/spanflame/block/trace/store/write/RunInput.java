package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.SourceTable;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows in memory as an input of one group.
public record RunInput(SpanRows rows) implements MergeInput {
    @Override
    public int groupCount() {
        return rows.traces().count() == 0 ? 0 : 1;
    }

    @Override
    public SourceGroup group(int group) {
        return new SourceGroup(
                rows.traces(),
                SourceTable.of(rows.spans()),
                SourceTable.of(rows.events()),
                SourceTable.of(rows.links()));
    }

    @Override
    public List<Resource> resources() {
        return rows.resources();
    }

    @Override
    public List<Scope> scopes() {
        return rows.scopes();
    }

    @Override
    public Map<AttributeKey, Long> counts(BlockTable table) {
        return switch (table) {
            case SPANS -> counts(rows.spans());
            case EVENTS -> counts(rows.events());
            case LINKS -> counts(rows.links());
            case TRACES, RESOURCES, SCOPES, ATTRIBUTES -> Map.of();
        };
    }

    @Override
    public boolean has(SpanColumn column) {
        return rows.spans().column(column) != null;
    }

    private static Map<AttributeKey, Long> counts(TableRows<?> table) {
        Map<AttributeKey, Long> counts = new HashMap<>();
        for (AttributeKey key : table.attributes()) {
            ColumnData column = table.attribute(key);
            counts.put(key, column == null ? 0L : column.presence().count());
        }
        return counts;
    }
}
