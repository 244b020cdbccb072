package dev.spanflame.ingester.limit;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.proto.pyroscope.Upload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Refuses what is so old that it would be acknowledged and then deleted. Immutable, safe to share.
///
/// `traces` and `profiles` are how long each is kept; 0 is for ever.
public record OldestTimes(Duration traces, Duration profiles) {
    /// The reason of refusals, named as Pyroscope names it.
    public static final String REASON = "not_in_ingestion_window";

    /// Nothing is too old.
    public static final OldestTimes NONE = new OldestTimes(Duration.ZERO, Duration.ZERO);

    /// Marks as refused the spans of `batch` that ended too long before `nowNanos`, except those that
    /// are refused already. Returns whether there were any; the batch still has them, so the caller
    /// decodes the request again.
    public boolean refuseOld(SpanBatch batch, long nowNanos) {
        if (traces.isZero()) {
            return false;
        }
        long oldest = nowNanos - traces.toNanos();
        RowTable<SpanColumn> spans = batch.spans();
        boolean any = false;
        for (int row = 0; row < spans.size(); row++) {
            if (spans.get(SpanColumn.END, row) < oldest) {
                int ordinal = spans.getInt(SpanColumn.ORDINAL, row);
                if (!batch.refused().get(ordinal)) {
                    batch.refuse(ordinal, SpanBatch.Refusal.TOO_OLD);
                    any = true;
                }
            }
        }
        return any;
    }

    /// `upload` without the profiles that ended too long before `nowNanos`, which are refused.
    public Upload refuseOld(Upload upload, long nowNanos) {
        if (profiles.isZero()) {
            return upload;
        }
        long oldest = nowNanos - profiles.toNanos();
        List<Upload.Part> kept = new ArrayList<>();
        List<Upload.Refused> refused = new ArrayList<>(upload.refused());
        BitSet refusedProfiles = (BitSet) upload.refusedProfiles().clone();
        for (Upload.Part part : upload.parts()) {
            if (part.batches().stream().anyMatch(batch -> end(batch) >= oldest)) {
                kept.add(part);
            } else {
                refusedProfiles.set(part.position());
                refused.add(new Upload.Refused(
                        "profile " + part.position(),
                        REASON,
                        "it ended more than " + profiles.toHours()
                                + " hours ago, which is how long profiles are kept (retention.profiles)"));
            }
        }
        return new Upload(kept, refused, refusedProfiles, upload.errorKind());
    }

    private static long end(ProfileBatch batch) {
        return batch.timeNanos() > Long.MAX_VALUE - batch.durationNanos()
                ? Long.MAX_VALUE
                : batch.timeNanos() + batch.durationNanos();
    }
}
