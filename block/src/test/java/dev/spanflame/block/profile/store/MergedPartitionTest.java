package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfilePartitionContract;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.ArrayList;
import java.util.List;

/// Several blocks, merged in two steps, are a partition as any other.
final class MergedPartitionTest extends ProfilePartitionContract {
    private final TestBlocks blocks = new TestBlocks();

    @Override
    protected int seeds() {
        return 9;
    }

    @Override
    protected ProfilePartition store(List<ProfileBatch> batches) {
        List<BlockMeta> metas = new ArrayList<>();
        for (ProfileBatch batch : batches) {
            if (TestBlocks.segment(List.of(batch)).profileCount() > 0) {
                metas.add(blocks.write(List.of(batch)));
            }
        }
        if (metas.isEmpty()) {
            return TestBlocks.segment(batches).snapshot();
        }
        BlockMeta half = blocks.merge(metas.subList(0, (metas.size() + 1) / 2));
        List<BlockMeta> rest = new ArrayList<>(metas.subList((metas.size() + 1) / 2, metas.size()));
        rest.add(half);
        return blocks.open(blocks.merge(rest));
    }
}
