package dev.spanflame.compactor;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.model.Signal;
import dev.spanflame.model.metric.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The gauges `spanflame_blocks` and `spanflame_block_bytes`: the live blocks of each tenant and signal, and the
/// bytes of all their objects, as far as this process knows them. They never ask the store.
public final class BlockGauges {
    private BlockGauges() {}

    /// Registers both.
    public static void register(CommitLogs logs, Meters meters) {
        List<String> labels = List.of("tenant", "signal");
        meters.gauge("spanflame_blocks", "Live blocks", labels, () -> readings(logs, List::size));
        meters.gauge(
                "spanflame_block_bytes",
                "Bytes of all objects of the live blocks",
                labels,
                () -> readings(logs, BlockGauges::bytes));
    }

    private static List<Meters.Reading> readings(CommitLogs logs, ToDoubleFunction<List<BlockMeta>> value) {
        List<Meters.Reading> readings = new ArrayList<>();
        for (CommitLog log : logs.known()) {
            for (Signal signal : Signal.values()) {
                List<BlockMeta> blocks = log.known().blocksOf(signal);
                String tenant = log.tenant().id();
                readings.add(new Meters.Reading(value.applyAsDouble(blocks), List.of(tenant, signal.label())));
            }
        }
        return readings;
    }

    private static double bytes(List<BlockMeta> blocks) {
        return blocks.stream().mapToLong(BlockMeta::bytes).sum();
    }
}
