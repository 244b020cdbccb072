package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.TableShape;
import dev.spanflame.block.trace.store.write.MergeInput;
import dev.spanflame.block.trace.store.write.SourceGroup;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A block as an input of a merge: its row groups are read one after the other.
public record BlockInput(StoredBlock block) implements MergeInput {
    @Override
    public int groupCount() {
        return block.groupCount();
    }

    @Override
    public SourceGroup group(int group) {
        StoredRows rows = block.rows(group);
        rows.fetchAll();
        return new SourceGroup(rows.traces(), rows.spans(), rows.events(), rows.links());
    }

    @Override
    public List<Resource> resources() {
        return block.index().resources();
    }

    @Override
    public List<Scope> scopes() {
        return block.index().scopes();
    }

    @Override
    public Map<AttributeKey, Long> counts(BlockTable table) {
        return switch (table) {
            case SPANS -> counts(TableShape.SPANS);
            case EVENTS -> counts(TableShape.EVENTS);
            case LINKS -> counts(TableShape.LINKS);
            case TRACES, RESOURCES, SCOPES, ATTRIBUTES -> Map.of();
        };
    }

    @Override
    public boolean has(SpanColumn column) {
        TableIndex spans = block.index().tables().get(BlockTable.SPANS);
        return spans != null
                && spans.schema().find(TableShape.SPANS.spec(column).name()).isPresent();
    }

    private Map<AttributeKey, Long> counts(TableShape<?> shape) {
        Map<AttributeKey, Long> counts = new HashMap<>();
        TableIndex table = block.index().tables().get(shape.table());
        if (table != null) {
            List<ColumnSpec> specs = table.schema().columns();
            for (int i = 0; i < specs.size(); i++) {
                int column = i;
                shape.key(specs.get(i)).ifPresent(key -> counts.put(key, values(table, column)));
            }
        }
        for (BlockIndex.Group group : block.index().groups()) {
            group.rest(shape.table()).keys().forEach((key, rows) -> counts.merge(key, (long) rows, Long::sum));
        }
        return counts;
    }

    private static long values(TableIndex table, int column) {
        long values = 0;
        for (RowGroupIndex group : table.groups()) {
            values += group.rows() - group.chunk(column).nulls();
        }
        return values;
    }
}
