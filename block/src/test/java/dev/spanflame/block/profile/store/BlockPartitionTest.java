package dev.spanflame.block.profile.store;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfilePartitionContract;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.List;

/// A block is a partition as any other.
final class BlockPartitionTest extends ProfilePartitionContract {
    private final TestBlocks blocks = new TestBlocks();

    @Override
    protected int seeds() {
        return 24;
    }

    @Override
    protected ProfilePartition store(List<ProfileBatch> batches) {
        if (TestBlocks.segment(batches).profileCount() == 0) {
            return TestBlocks.segment(batches).snapshot();
        }
        blocks.write(List.of(Collapsed.of("neighbour", 1).add("x;y", 1).batch()));
        return blocks.open(blocks.write(batches));
    }
}
