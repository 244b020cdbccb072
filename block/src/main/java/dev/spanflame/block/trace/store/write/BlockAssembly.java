package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.ServiceNames;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockIndexFormat;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.GroupLimits;
import dev.spanflame.model.Signal;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// Makes one block out of inputs: the same for a flush, whose inputs are runs, and for a merge, whose inputs are
/// blocks. Used once, by one thread.
public final class BlockAssembly {
    /// Version of the format that is written.
    public static final int FORMAT_VERSION = 2;

    private final BlockTarget target;
    private final GroupLimits limits;
    private final BooleanSupplier cancelled;

    /// Into `target`; `cancelled` is asked before each row group.
    public BlockAssembly(BlockTarget target, GroupLimits limits, BooleanSupplier cancelled) {
        this.target = target;
        this.limits = limits;
        this.cancelled = cancelled;
    }

    /// Writes the block. Throws [IllegalArgumentException] when the inputs have no span, and
    /// [CancellationException] when it was cancelled; what was put into the store is then deleted.
    public BlockMeta write(List<? extends MergeInput> inputs, long rows) throws IOException {
        Instant now = target.clock().instant();
        BlockId id = BlockId.next(now, target.random());
        try (BlockFiles files = new BlockFiles(target, id)) {
            try {
                return write(inputs, rows, files, new Header(id, now));
            } catch (IOException | RuntimeException | Error e) {
                files.withdraw(e);
                throw e;
            }
        }
    }

    private record Header(BlockId id, Instant created) {}

    private BlockMeta write(List<? extends MergeInput> inputs, long rows, BlockFiles files, Header header)
            throws IOException {
        Map<Resource, Integer> resources = new HashMap<>();
        Map<Scope, Integer> scopes = new HashMap<>();
        List<Resource> resourceList = new ArrayList<>();
        List<Scope> scopeList = new ArrayList<>();
        List<Cursor> cursors = new ArrayList<>();
        for (MergeInput input : inputs) {
            cursors.add(new Cursor(
                    input,
                    numbers(input.resources(), resources, resourceList),
                    numbers(input.scopes(), scopes, scopeList)));
        }
        RestWriter rest = new RestWriter(files);
        TraceRows traces = new TraceRows(files);
        BlockLayout layout = BlockLayout.of(inputs, rows);
        GroupWriter groups = new GroupWriter(layout, files, rest, traces, ServiceNames.of(resourceList));
        TraceMerge merge = new TraceMerge(cursors, limits);
        for (GroupPlan plan = next(merge); plan.rows() > 0; plan = next(merge)) {
            groups.write(plan);
        }
        if (groups.rows() == 0) {
            throw new IllegalArgumentException("a block needs at least one span");
        }
        traces.finish();
        OwnerTable owners = new OwnerTable(files, rest);
        owners.resources(resourceList);
        owners.scopes(scopeList);
        rest.finish();
        Map<BlockTable, TableIndex> tables = files.finish();
        BlockIndex index = new BlockIndex(tables, resourceList, scopeList, traces.outline(tables), groups.groups());
        return upload(files, index, header, traces.range(), groups);
    }

    private GroupPlan next(TraceMerge merge) throws IOException {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the block is no longer wanted");
        }
        return merge.next();
    }

    private BlockMeta upload(BlockFiles files, BlockIndex index, Header header, TimeRange range, GroupWriter written)
            throws IOException {
        String folder = BlockMeta.folder(target.tenant(), Signal.TRACES, range.startNanos(), header.id());
        List<BlockMeta.BlockObject> objects = new ArrayList<>(files.upload(folder));
        objects.add(files.upload(BlockTable.INDEX, BlockIndexFormat.toBytes(index)));
        BlockMeta meta = new BlockMeta(
                header.id().text(),
                target.tenant().id(),
                Signal.TRACES.label(),
                FORMAT_VERSION,
                range.startNanos(),
                range.endNanos(),
                written.rows(),
                index.traces().count(),
                target.level(),
                header.created().toEpochMilli(),
                objects);
        Map<BlockTable, Map<AttributeKey, Long>> counts = written.counts();
        objects.add(files.upload(BlockTable.META, MetaJson.of(meta, index, counts)));
        return meta.withObjects(objects);
    }

    private static <T> int[] numbers(List<T> things, Map<T, Integer> known, List<T> list) {
        int[] numbers = new int[things.size()];
        for (int i = 0; i < numbers.length; i++) {
            Integer number = known.get(things.get(i));
            if (number == null) {
                number = list.size();
                known.put(things.get(i), number);
                list.add(things.get(i));
            }
            numbers[i] = number;
        }
        return numbers;
    }
}
