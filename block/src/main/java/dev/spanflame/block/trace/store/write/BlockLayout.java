package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/// The columns of a block's spans, events and links, fixed before the first row is written. Immutable.
record BlockLayout(Part<SpanColumn> spans, Part<EventColumn> events, Part<LinkColumn> links) {
    /// The columns of one table: some of its fixed ones, then the attributes.
    record Part<C extends Enum<C>>(TableShape<C> shape, List<C> fixed, SortedSet<AttributeKey> keys) {
        /// The schema of the file.
        TableSchema schema() {
            List<ColumnSpec> specs = new ArrayList<>();
            fixed.forEach(column -> specs.add(shape.spec(column)));
            keys.forEach(key -> specs.add(shape.attribute(key)));
            return new TableSchema(specs);
        }
    }

    /// The columns that the data of `inputs` asks for; `rows` is the number of spans.
    static BlockLayout of(List<? extends MergeInput> inputs, long rows) {
        List<SpanColumn> fixed = new ArrayList<>();
        for (SpanColumn column : TableShape.SPANS.columns()) {
            // Merging can make a ring of parents out of none, and with it ids of parents that must be written out.
            boolean mayCome = column == SpanColumn.PARENT_ID && inputs.size() > 1;
            if (!TableShape.SPANS.spec(column).optional()
                    || mayCome
                    || inputs.stream().anyMatch(input -> input.has(column))) {
                fixed.add(column);
            }
        }
        return new BlockLayout(
                new Part<>(TableShape.SPANS, fixed, keys(inputs, BlockTable.SPANS, rows)),
                new Part<>(TableShape.EVENTS, TableShape.EVENTS.columns(), keys(inputs, BlockTable.EVENTS, 0)),
                new Part<>(TableShape.LINKS, TableShape.LINKS.columns(), keys(inputs, BlockTable.LINKS, 0)));
    }

    private static SortedSet<AttributeKey> keys(List<? extends MergeInput> inputs, BlockTable table, long rows) {
        return KeyPlan.choose(
                KeyPlan.sum(inputs.stream().map(input -> input.counts(table)).toList()), rows);
    }
}
