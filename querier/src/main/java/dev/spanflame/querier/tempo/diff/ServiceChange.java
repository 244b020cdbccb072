package dev.spanflame.querier.tempo.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What changed in one service. `deltaNanos` is the change of the sum of all durations of its spans.
record ServiceChange(
        String service, long deltaNanos, int modified, int added, int removed, int newErrors, int resolvedErrors) {
    private static final long LEAST_DRIFT = 1_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// Changes of spans, counted.
    private static final class Counts {
        private int modified;
        private int added;
        private int removed;
        private int newErrors;
        private int resolvedErrors;
    }

    /// The services whose spans changed, or whose durations drifted altogether: by at least 1 ms and 5 %.
    /// Those that drifted most come first.
    static List<ServiceChange> of(TraceDiff diff, Totals base, Totals compared) {
        Map<String, Counts> counts = counts(diff);
        TreeSet<String> services = new TreeSet<>(base.sumByService().keySet());
        services.addAll(compared.sumByService().keySet());
        List<ServiceChange> changes = new ArrayList<>();
        for (String service : services) {
            long before = base.sumByService().getOrDefault(service, 0L);
            long delta = compared.sumByService().getOrDefault(service, 0L) - before;
            boolean drifted = Math.abs(delta) >= Math.max(LEAST_DRIFT, Math.ceilDiv(before, 20));
            if (drifted || counts.containsKey(service)) {
                Counts count = counts.getOrDefault(service, new Counts());
                changes.add(new ServiceChange(
                        service,
                        delta,
                        count.modified,
                        count.added,
                        count.removed,
                        count.newErrors,
                        count.resolvedErrors));
            }
        }
        changes.sort(Comparator.<ServiceChange>comparingLong(change -> -Math.abs(change.deltaNanos / NANOS_PER_MILLI))
                .thenComparingInt(change -> -change.newErrors)
                .thenComparing(ServiceChange::service));
        return changes;
    }

    private static Map<String, Counts> counts(TraceDiff diff) {
        Map<String, Counts> counts = new HashMap<>();
        List<TreeSpan> compared = diff.compared().spans();
        for (TraceDiff.Modified modified : diff.modified()) {
            Counts count = of(counts, compared.get(modified.span()));
            count.modified++;
            for (Change change : modified.changes()) {
                count.newErrors += change.isNewError() ? 1 : 0;
                count.resolvedErrors += change.isResolvedError() ? 1 : 0;
            }
        }
        for (int added : diff.added()) {
            Counts count = of(counts, compared.get(added));
            count.added++;
            count.newErrors += compared.get(added).isError() ? 1 : 0;
        }
        for (int removed : diff.removed()) {
            TreeSpan span = diff.base().spans().get(removed);
            Counts count = of(counts, span);
            count.removed++;
            count.resolvedErrors += span.isError() ? 1 : 0;
        }
        return counts;
    }

    private static Counts of(Map<String, Counts> counts, TreeSpan span) {
        return counts.computeIfAbsent(Totals.service(span.key()), _ -> new Counts());
    }
}
