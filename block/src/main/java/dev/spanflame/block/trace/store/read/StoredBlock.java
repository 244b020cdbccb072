package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceFilter;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.objectstore.ObjectStore;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A block whose index is in memory. Thread-safe.
public final class StoredBlock implements TraceBlock {
    private final BlockMeta meta;
    private final BlockTables tables;

    /// All traces, from when they were first asked for on.
    private volatile @Nullable TraceIndex traces;

    /// The same for their filter.
    private volatile @Nullable TraceFilter filter;

    /// Over the objects of `meta` in `store`; what is read of it may be put into `kept`.
    public StoredBlock(ObjectStore store, BlockMeta meta, BlockIndex index, Kept kept) {
        this(meta, new BlockTables(store, meta, index, kept));
    }

    private StoredBlock(BlockMeta meta, BlockTables tables) {
        this.meta = meta;
        this.tables = tables;
    }

    /// The same block for somebody who asks several questions: what was read of its traces stays until they let it go.
    public StoredBlock opened() {
        return new StoredBlock(meta, tables);
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
        TraceIndex known = traces;
        if (known == null) {
            known = tables.traces().all();
            traces = known;
        }
        return known;
    }

    @Override
    public Iterator<TraceIndex> parts() {
        TraceIndex known = traces;
        return known == null ? tables.traces().parts() : List.of(known).iterator();
    }

    @Override
    public TraceFilter filter() {
        TraceFilter known = filter;
        if (known == null) {
            known = tables.traces().filter();
            filter = known;
        }
        return known;
    }

    @Override
    public List<TracePlace> findAll(Collection<TraceId> ids) {
        return tables.traces().findAll(ids, this::filter);
    }

    @Override
    public int groupCount() {
        return index().groups().size();
    }

    @Override
    public int firstTrace(int group) {
        return tables.firstTrace(group);
    }

    @Override
    public int firstRow(int group) {
        return group == groupCount()
                ? index().traces().spans()
                : index().groups().get(group).firstRow();
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
        return StoredRows.whole(tables, group);
    }

    @Override
    public @Nullable TracePlace find(TraceId id) {
        return tables.traces().find(id);
    }

    @Override
    public SpanRows trace(TracePlace place) {
        TraceIndex shown = new TraceIndex(
                new long[] {place.id().high()},
                new long[] {place.id().low()},
                new int[] {place.firstRow(), place.firstRow() + place.spans()},
                1);
        StoredRows rows = StoredRows.part(tables, index().groupOf(place.trace()), place.trace(), shown);
        rows.fetchAll();
        return rows;
    }
}
