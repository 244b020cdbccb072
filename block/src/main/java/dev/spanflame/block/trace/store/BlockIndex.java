package dev.spanflame.block.trace.store;

import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// What a block's `index` object holds: all that is needed before columns are read. Immutable.
///
/// `tables` has no entry for a table without rows.
public record BlockIndex(
        Map<BlockTable, TableIndex> tables,
        List<Resource> resources,
        List<Scope> scopes,
        TraceOutline traces,
        List<Group> groups) {
    // Measured in a process that had opened 143 blocks of 587,000 spans.
    private static final long BYTES_PER_ATTRIBUTE = 110;

    /// Copies the collections.
    public BlockIndex {
        tables = Map.copyOf(tables);
        resources = List.copyOf(resources);
        scopes = List.copyOf(scopes);
        groups = List.copyOf(groups);
    }

    /// A row group of spans, with the events and links of its spans.
    ///
    /// `events` and `links` are the row groups of their tables, -1 where there is none; `rest` has an entry for
    /// each of spans, events and links.
    public record Group(int firstTrace, int firstRow, TimeRange range, int events, int links, List<Rest> rest) {
        /// Copies the list.
        public Group {
            rest = List.copyOf(rest);
        }

        /// Attributes without a column that rows of `table` in this group have.
        public Rest rest(BlockTable table) {
            return rest.get(table.ordinal());
        }
    }

    /// Rows `[from, to)` of `attributes.parquet`, sorted by the row of their owner; how many of each key.
    public record Rest(long from, long to, SortedMap<AttributeKey, Integer> keys) {}

    /// Heap it takes, in bytes, more or less: what is known of column chunks and of resources is nearly all of it.
    public long memoryBytes() {
        long bytes = 0;
        for (TableIndex table : tables.values()) {
            bytes += table.memoryBytes();
        }
        long attributes = 0;
        for (Resource resource : resources) {
            attributes += resource.attributes().size();
        }
        return bytes + attributes * BYTES_PER_ATTRIBUTE;
    }

    /// First row behind a group.
    public int endRow(int group) {
        return group + 1 < groups.size() ? groups.get(group + 1).firstRow() : traces.spans();
    }

    /// First trace behind a group.
    public int endTrace(int group) {
        return group + 1 < groups.size() ? groups.get(group + 1).firstTrace() : traces.count();
    }

    /// The group that holds a trace.
    public int groupOf(int trace) {
        int low = 0;
        int high = groups.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (groups.get(middle).firstTrace() <= trace) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
