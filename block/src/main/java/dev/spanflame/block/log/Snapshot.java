package dev.spanflame.block.log;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The blocks of one tenant after entry `number` of its log. Immutable: who holds it sees nothing that comes later.
///
/// `removed` remembers blocks that went, until their objects are deleted: they can still be read by older snapshots.
public record Snapshot(
        long number, Map<String, BlockMeta> blocks, Map<String, Removed> removed, Map<FlushKey, Long> flushed) {
    /// The state before the first entry.
    public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of(), Map.of());

    /// Copies the maps.
    public Snapshot {
        blocks = Map.copyOf(blocks);
        removed = Map.copyOf(removed);
        flushed = Map.copyOf(flushed);
    }

    /// A block that went, and when.
    public record Removed(BlockMeta meta, long timeMillis) {}

    /// Whose write-ahead log.
    public record FlushKey(String ingester, String signal) {}

    /// Blocks of a signal in order of their ids, which is the order of their making.
    public List<BlockMeta> blocksOf(Signal signal) {
        List<BlockMeta> found = new ArrayList<>();
        for (BlockMeta meta : new TreeMap<>(blocks).values()) {
            if (meta.signal().equals(signal.label())) {
                found.add(meta);
            }
        }
        return found;
    }

    /// Highest sequence number of an ingester's write-ahead log that is contained in blocks; 0 for none.
    public long flushedThrough(String ingester, Signal signal) {
        return flushed.getOrDefault(new FlushKey(ingester, signal.label()), 0L);
    }

    /// Whether `change` may be applied: every block it removes is there, none it adds is there or has been, and
    /// every block it forgets is removed.
    boolean allows(Change change) {
        for (String id : change.removed()) {
            if (!blocks.containsKey(id)) {
                return false;
            }
        }
        for (BlockMeta meta : change.added()) {
            if (blocks.containsKey(meta.id()) || removed.containsKey(meta.id())) {
                return false;
            }
        }
        return removed.keySet().containsAll(change.forgotten());
    }

    /// The state after `entry`, which must be the one that follows.
    Snapshot after(LogEntry entry) {
        Map<String, BlockMeta> live = new HashMap<>(blocks);
        Map<String, Removed> gone = new HashMap<>(removed);
        Map<FlushKey, Long> through = new HashMap<>(flushed);
        for (String id : entry.removed()) {
            BlockMeta meta = live.remove(id);
            if (meta != null) {
                gone.put(id, new Removed(meta, entry.timeMillis()));
            }
        }
        entry.added().forEach(meta -> live.put(meta.id(), meta));
        entry.forgotten().forEach(gone::remove);
        for (LogEntry.Flushed flush : entry.flushed()) {
            through.merge(new FlushKey(flush.ingester(), flush.signal()), flush.walThrough(), Math::max);
        }
        return new Snapshot(number + 1, live, gone, through);
    }
}
