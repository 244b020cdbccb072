package dev.spanflame.block.profile.live;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfilePartitionContract;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.List;

/// A live segment is a partition as any other.
final class SegmentPartitionTest extends ProfilePartitionContract {
    @Override
    protected ProfilePartition store(List<ProfileBatch> batches) {
        ProfileSegment segment = new ProfileSegment();
        for (ProfileBatch batch : batches) {
            segment.append(batch);
        }
        ProfilePartition snapshot = segment.snapshot();
        segment.append(Collapsed.of("late", 1).add("late", 1).batch());
        return snapshot;
    }
}
