package dev.spanflame.block.log;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// Entries for blocks that hold nothing.
final class Blocks {
    static final Tenant TENANT = new Tenant("shop");
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private Blocks() {}

    /// Block number `index`, begun at `begun`.
    static BlockMeta of(int index, Instant begun) {
        String id = BlockId.next(begun, new Random(index)).text();
        long start = 1_772_359_200_000_000_000L + index;
        List<BlockMeta.BlockObject> objects =
                List.of(new BlockMeta.BlockObject("spans.parquet", 1_000L + index, -index), meta(index));
        return new BlockMeta(
                id,
                TENANT.id(),
                Signal.TRACES.label(),
                1,
                start,
                start + 60,
                index,
                3,
                0,
                begun.toEpochMilli(),
                objects);
    }

    /// Block number `index`, begun at [#START].
    static BlockMeta of(int index) {
        return of(index, START);
    }

    private static BlockMeta.BlockObject meta(int index) {
        return new BlockMeta.BlockObject("meta.json", 10, index);
    }
}
