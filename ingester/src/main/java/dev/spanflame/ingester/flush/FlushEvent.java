package dev.spanflame.ingester.flush;

import dev.spanflame.block.BlockMeta;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// Flight Recorder is told of a block that was made from live data.
@Name("dev.spanflame.Flush")
@Label("Flush")
@Description("A block written from live data and committed")
@Category("Spanflame")
@StackTrace(false)
final class FlushEvent extends Event {
    @Label("Tenant")
    @Nullable
    String tenant;

    @Label("Signal")
    @Nullable
    String signal;

    @Label("Block")
    @Nullable
    String block;

    @Label("Rows")
    @Description("Spans or samples")
    long rows;

    @Label("Items")
    @Description("Traces or profiles")
    long items;

    @Label("Bytes")
    @DataAmount
    long bytes;

    /// Ends the event, which was begun before, and commits it where a recording wants it.
    void finish(BlockMeta meta) {
        end();
        if (shouldCommit()) {
            tenant = meta.tenant();
            signal = meta.signal();
            block = meta.id();
            rows = meta.rows();
            items = meta.items();
            bytes = meta.bytes();
            commit();
        }
    }
}
