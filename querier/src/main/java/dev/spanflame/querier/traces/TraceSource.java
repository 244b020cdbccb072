package dev.spanflame.querier.traces;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/// Live runs and blocks of some tenants as one source.
///
/// Traces that lie in one place are read where they lie. Traces that lie in several are hidden there, put
/// together, and read from partitions of their own.
final class TraceSource implements CountingSource {
    private final TraceStore store;
    private final List<Tenant> tenants;
    private volatile int blockCount;
    private volatile int damagedBlocks;
    private volatile long blockBytes;

    TraceSource(TraceStore store, List<Tenant> tenants) {
        this.store = store;
        this.tenants = List.copyOf(tenants);
    }

    @Override
    public int blockCount() {
        return blockCount;
    }

    @Override
    public int damagedBlocks() {
        return damagedBlocks;
    }

    @Override
    public long blockBytes() {
        return blockBytes;
    }

    @Override
    public List<SpanPartition> partitions(ScanRequest request) throws IOException {
        List<SpanHolder> holders =
                holders(request, store.settings().traceSlack().toNanos());
        SortedSet<TraceId> shared = store.shared().among(holders, () -> Cancelled.check(request.cancelled()));
        List<List<SplitTrace.Piece>> pieces = new ArrayList<>();
        shared.forEach(_ -> pieces.add(new ArrayList<>(2)));
        List<PartitionSlot> slots = new ArrayList<>();
        for (SpanHolder holder : holders) {
            addGroups(holder, hidden(holder, shared, pieces), request.window(), slots);
        }
        addSplit(shared, pieces, request, slots);
        return new PartitionList(slots);
    }

    @Override
    public List<SpanPartition> pieces(ScanRequest request) throws IOException {
        List<PartitionSlot> slots = new ArrayList<>();
        for (SpanHolder holder : holders(request, 0)) {
            addGroups(holder, new int[0], request.window(), slots);
        }
        return new PartitionList(slots);
    }

    private List<SpanHolder> holders(ScanRequest request, long slack) throws IOException {
        Moment moment = store.moment(tenants);
        TimeRange wide = request.window().widen(slack);
        List<BlockMeta> listed = moment.blocksIn(wide);
        List<BlockMeta> metas = store.damaged().sound(listed);
        damagedBlocks = listed.size() - metas.size();
        blockCount = metas.size();
        blockBytes = metas.stream().mapToLong(BlockMeta::bytes).sum();
        List<SpanHolder> holders = new ArrayList<>();
        for (SpanHolder run : moment.liveHolders()) {
            if (wide.overlaps(run.range())) {
                holders.add(run);
            }
        }
        holders.addAll(store.open(metas, request.cancelled()));
        return holders;
    }

    /// Positions of the shared traces in a holder, which become pieces of those traces.
    private static int[] hidden(SpanHolder holder, SortedSet<TraceId> shared, List<List<SplitTrace.Piece>> pieces) {
        if (shared.isEmpty()) {
            // ids are read only where they are needed
            return new int[0];
        }
        List<TracePlace> places = holder.findAll(shared);
        int[] found = new int[places.size()];
        int count = 0;
        int number = 0;
        for (TraceId id : shared) {
            if (count < found.length && places.get(count).id().equals(id)) {
                pieces.get(number).add(new SplitTrace.Piece(holder, places.get(count)));
                found[count] = places.get(count).trace();
                count++;
            }
            number++;
        }
        return found;
    }

    private static void addGroups(SpanHolder holder, int[] hidden, TimeRange window, List<PartitionSlot> slots) {
        int at = 0;
        for (int group = 0; group < holder.groupCount(); group++) {
            int first = holder.firstTrace(group);
            int end = holder.firstTrace(group + 1);
            int from = at;
            while (at < hidden.length && hidden[at] < end) {
                at++;
            }
            int[] inGroup = new int[at - from];
            for (int i = 0; i < inGroup.length; i++) {
                inGroup[i] = hidden[from + i] - first;
            }
            if (inGroup.length < end - first && window.overlaps(holder.range(group))) {
                slots.add(new GroupSlot(holder, group, inGroup));
            }
        }
    }

    private void addSplit(
            SortedSet<TraceId> shared,
            List<List<SplitTrace.Piece>> pieces,
            ScanRequest request,
            List<PartitionSlot> slots) {
        SplitTraceBatches batches = new SplitTraceBatches(store.settings().mergeSpans(), request);
        int number = 0;
        for (TraceId id : shared) {
            SplitTrace trace = new SplitTrace(id, pieces.get(number++));
            if (request.window().overlaps(trace.range())) {
                batches.add(trace);
            }
        }
        slots.addAll(batches.finish());
    }
}
