package dev.spanflame.ingester.live;

import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.live.SegmentView;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Live profiles of one tenant.
public final class ProfileHold implements Segment<List<ProfileBatch>> {
    private final ReentrantLock lock = new ReentrantLock();
    private final ProfileSegment segment = new ProfileSegment();
    private long counted;

    /// The most memory that `batches` can take, in bytes.
    public static long worstCaseBytes(List<ProfileBatch> batches) {
        return ProfileSegment.worstCaseBytes(batches);
    }

    @Override
    public long append(List<ProfileBatch> batches) {
        lock.lock();
        try {
            for (ProfileBatch batch : batches) {
                segment.append(batch);
            }
            long before = counted;
            counted = segment.memoryBytes();
            return counted - before;
        } finally {
            lock.unlock();
        }
    }

    /// What was appended so far, for queries.
    public ProfilePartition snapshot() {
        return segment.snapshot();
    }

    /// What was appended so far, for a block.
    public SegmentView contents() {
        return segment.contents();
    }
}
