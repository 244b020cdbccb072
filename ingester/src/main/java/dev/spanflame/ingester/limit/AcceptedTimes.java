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

/// Refuses what is so old that it would be acknowledged and then deleted, and what is too far in the future.
/// Immutable, safe to share.
///
/// `traces` and `profiles` are how long each is kept; 0 is for ever. `ahead` is how far from now something may
/// end; 0 is as far as it likes.
public record AcceptedTimes(Duration traces, Duration profiles, Duration ahead) {
    /// The reason of refusals, named as Pyroscope names it.
    public static final String REASON = "not_in_ingestion_window";

    /// Nothing is too old or too new.
    public static final AcceptedTimes ALL = new AcceptedTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /// Marks as refused the spans of `batch` that ended too long before `nowNanos` or end too long after it, except
    /// those that are refused already. Returns whether there were any; the batch still has them, so the caller
    /// decodes the request again.
    public boolean refuse(SpanBatch batch, long nowNanos) {
        long oldest = oldest(traces, nowNanos);
        long newest = newest(nowNanos);
        if (oldest == Long.MIN_VALUE && newest == Long.MAX_VALUE) {
            return false;
        }
        RowTable<SpanColumn> spans = batch.spans();
        boolean any = false;
        for (int row = 0; row < spans.size(); row++) {
            long end = spans.get(SpanColumn.END, row);
            if (end < oldest || end > newest) {
                int ordinal = spans.getInt(SpanColumn.ORDINAL, row);
                if (!batch.refused().get(ordinal)) {
                    batch.refuse(ordinal, end < oldest ? SpanBatch.Refusal.TOO_OLD : SpanBatch.Refusal.TOO_NEW);
                    any = true;
                }
            }
        }
        return any;
    }

    /// `upload` without the profiles that ended too long before `nowNanos` or end too long after it, which are
    /// refused.
    public Upload refuse(Upload upload, long nowNanos) {
        long oldest = oldest(profiles, nowNanos);
        long newest = newest(nowNanos);
        if (oldest == Long.MIN_VALUE && newest == Long.MAX_VALUE) {
            return upload;
        }
        List<Upload.Part> kept = new ArrayList<>();
        List<Upload.Refused> refused = new ArrayList<>(upload.refused());
        BitSet refusedProfiles = (BitSet) upload.refusedProfiles().clone();
        for (Upload.Part part : upload.parts()) {
            boolean tooOld = part.batches().stream().allMatch(batch -> end(batch) < oldest);
            boolean tooNew = part.batches().stream().anyMatch(batch -> end(batch) > newest);
            if (!tooOld && !tooNew) {
                kept.add(part);
            } else {
                refusedProfiles.set(part.position());
                String why = tooOld
                        ? "it ended more than " + profiles.toHours()
                                + " hours ago, which is how long profiles are kept (retention.profiles)"
                        : "it ends more than " + ahead.toSeconds()
                                + " seconds from now, which is as far as is accepted (limits.max-future)";
                refused.add(new Upload.Refused("profile " + part.position(), REASON, why));
            }
        }
        return new Upload(kept, refused, refusedProfiles, upload.errorKind());
    }

    private static long oldest(Duration kept, long nowNanos) {
        return kept.isZero() ? Long.MIN_VALUE : nowNanos - kept.toNanos();
    }

    private long newest(long nowNanos) {
        return ahead.isZero() ? Long.MAX_VALUE : nowNanos + ahead.toNanos();
    }

    private static long end(ProfileBatch batch) {
        return batch.timeNanos() > Long.MAX_VALUE - batch.durationNanos()
                ? Long.MAX_VALUE
                : batch.timeNanos() + batch.durationNanos();
    }
}
