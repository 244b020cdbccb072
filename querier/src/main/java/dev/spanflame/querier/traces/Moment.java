package dev.spanflame.querier.traces;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What some tenants have at one moment: every acknowledged span in a live run or in a block, none in both.
record Moment(List<SpanRun> runs, List<BlockMeta> blocks) {
    /// Live data is taken first and the commit log read after it, so that a span that moves from one to the other
    /// meanwhile is seen in both, and then left out of the live data.
    static Moment take(LiveData live, CommitLogs logs, List<Tenant> tenants, Duration maxAge) throws IOException {
        List<SpanRun> runs = new ArrayList<>();
        List<BlockMeta> blocks = new ArrayList<>();
        for (Tenant tenant : tenants) {
            List<LiveSpans> segments = live.spans(tenant);
            Snapshot snapshot = logs.of(tenant).read(maxAge);
            for (LiveSpans segment : segments) {
                if (!segment.isIn(snapshot)) {
                    runs.addAll(segment.runs());
                }
            }
            blocks.addAll(snapshot.blocksOf(Signal.TRACES));
        }
        return new Moment(runs, blocks);
    }

    /// The blocks with an instant in `range`.
    List<BlockMeta> blocksIn(TimeRange range) {
        return blocks.stream().filter(meta -> range.overlaps(meta.range())).toList();
    }

    /// The runs that have spans.
    List<SpanHolder> liveHolders() {
        List<SpanHolder> holders = new ArrayList<>();
        for (SpanRun run : runs) {
            if (run.spans().rows() > 0) {
                holders.add(SpanHolder.OfRun.of(run));
            }
        }
        return holders;
    }
}
