package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Spans to be merged into a block: groups of whole traces, ascending by id over all groups.
public interface MergeInput {
    /// Number of groups.
    int groupCount();

    /// One group; asked for once, in order.
    SourceGroup group(int group) throws IOException;

    /// Resources by the numbers that all groups use.
    List<Resource> resources();

    /// Scopes by the numbers that all groups use.
    List<Scope> scopes();

    /// How many rows of spans, events or links have each attribute.
    Map<AttributeKey, Long> counts(BlockTable table);

    /// Whether some span may have a value in an optional column.
    boolean has(SpanColumn column);
}
