package dev.spanflame.compactor;

import dev.spanflame.model.metric.Meters;
import java.util.Locale;

/// What a compactor counts.
final class CompactionMeters {
    private static final double[] SECONDS = {0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600};

    final Meters.Counter compactions;
    final Meters.Counter compactedBytes;
    final Meters.Distribution seconds;
    final Meters.Counter failures;
    final Meters.Counter expired;
    final Meters.Counter deleted;

    CompactionMeters(Meters meters) {
        compactions = meters.counter("spanflame_compactions_total", "Merges of blocks that were committed", "signal");
        compactedBytes =
                meters.counter("spanflame_compaction_read_bytes_total", "Bytes of blocks that were merged", "signal");
        seconds = meters.distribution("spanflame_compaction_seconds", "Time of a merge", SECONDS, "signal");
        failures = meters.counter(
                "spanflame_compaction_failures_total",
                "Work of the compactor that failed or was done by somebody else",
                "reason");
        expired = meters.counter("spanflame_blocks_expired_total", "Blocks past their retention", "signal");
        deleted = meters.counter(
                "spanflame_blocks_deleted_total",
                "Blocks whose objects were deleted: removed ones after their grace, and orphans",
                "reason");
    }

    /// Why something did not get done; the label of the counter.
    enum Failure {
        /// The tenants could not be listed.
        TENANTS,
        /// A tenant's log could not be read.
        LOG,
        /// Blocks could not be merged.
        MERGE,
        /// Somebody else changed the blocks first.
        CONFLICT,
        /// The commit failed, or its outcome is not known.
        COMMIT,
        /// Objects could not be deleted.
        DELETE,
        /// Orphans could not be looked for, or the log could not be pruned.
        SWEEP,
        /// Something unforeseen happened to a tenant.
        INTERNAL;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void failed(Failure failure) {
        failures.increment(failure.label());
    }
}
