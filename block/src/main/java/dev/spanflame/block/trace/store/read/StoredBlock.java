package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.KeptColumns;
import dev.spanflame.model.TimeRange;
import dev.spanflame.objectstore.ObjectStore;

/// A block whose index is in memory. Immutable, thread-safe.
public final class StoredBlock implements TraceBlock {
    private final BlockMeta meta;
    private final BlockTables tables;

    /// Over the objects of `meta` in `store`; whole columns that are read of it are put into `columns`.
    public StoredBlock(ObjectStore store, BlockMeta meta, BlockIndex index, KeptColumns columns) {
        this.meta = meta;
        this.tables = new BlockTables(store, meta, index, columns);
    }

    @Override
    public BlockMeta meta() {
        return meta;
    }

    /// What its index says.
    public BlockIndex index() {
        return tables.index();
    }

    @Override
    public TraceIndex traces() {
        return index().traces();
    }

    @Override
    public int groupCount() {
        return index().groups().size();
    }

    @Override
    public int firstTrace(int group) {
        return group == groupCount()
                ? traces().count()
                : index().groups().get(group).firstTrace();
    }

    @Override
    public TimeRange range(int group) {
        return index().groups().get(group).range();
    }

    @Override
    public SpanRows group(int group) {
        return rows(group);
    }

    /// The rows of a group, with attributes in columns and others apart where that is wanted.
    public StoredRows rows(int group) {
        return new StoredRows(tables, group, firstTrace(group), firstTrace(group + 1));
    }

    @Override
    public SpanRows trace(int trace) {
        StoredRows rows = new StoredRows(tables, index().groupOf(trace), trace, trace + 1);
        rows.fetchAll();
        return rows;
    }
}
