package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.SourceTable;

/// Whole traces of one input; rows are counted from 0.
public record SourceGroup(
        TraceIndex traces,
        SourceTable<SpanColumn> spans,
        SourceTable<EventColumn> events,
        SourceTable<LinkColumn> links) {}
