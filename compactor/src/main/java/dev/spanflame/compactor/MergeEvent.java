package dev.spanflame.compactor;

import dev.spanflame.block.BlockMeta;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// Flight Recorder is told of a merge of blocks that was committed.
@Name("dev.spanflame.Merge")
@Label("Merge of blocks")
@Description("Blocks merged into one and exchanged for it in the commit log")
@Category("Spanflame")
@StackTrace(false)
final class MergeEvent extends Event {
    @Label("Tenant")
    @Nullable
    String tenant;

    @Label("Signal")
    @Nullable
    String signal;

    @Label("Block")
    @Description("The new block")
    @Nullable
    String block;

    @Label("Level")
    int level;

    @Label("Blocks Read")
    int blocksRead;

    @Label("Bytes Read")
    @DataAmount
    long bytesRead;

    @Label("Rows")
    @Description("Spans or samples of the new block")
    long rows;

    @Label("Bytes")
    @DataAmount
    long bytes;

    /// Ends the event, which was begun before, and commits it where a recording wants it.
    void finish(List<BlockMeta> inputs, BlockMeta output) {
        end();
        if (shouldCommit()) {
            tenant = output.tenant();
            signal = output.signal();
            block = output.id();
            level = output.level();
            blocksRead = inputs.size();
            bytesRead = inputs.stream().mapToLong(BlockMeta::bytes).sum();
            rows = output.rows();
            bytes = output.bytes();
            commit();
        }
    }
}
