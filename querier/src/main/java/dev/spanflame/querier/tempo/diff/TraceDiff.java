package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.trace.Trace;
import dev.spanflame.querier.tempo.diff.Change.Target;
import java.util.ArrayList;
import java.util.List;

/// The difference of two traces: spans that changed (numbers of the compared trace), spans that are only in
/// the compared trace, spans that are only in the base.
record TraceDiff(
        SpanTree base,
        SpanTree compared,
        int matched,
        List<Modified> modified,
        List<Integer> added,
        List<Integer> removed,
        List<Warning> warnings) {
    /// A span of the compared trace and what changed in it.
    record Modified(int span, List<Change> changes) {}

    static TraceDiff of(Trace baseTrace, Trace comparedTrace) {
        SpanTree base = SpanTree.of(baseTrace);
        SpanTree compared = SpanTree.of(comparedTrace);
        SpanMatching matching = SpanMatching.of(base.spans(), compared.spans());
        List<Modified> modified = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        for (int i = 0; i < compared.spans().size(); i++) {
            int counterpart = matching.baseOf(i);
            if (counterpart < 0) {
                added.add(i);
                continue;
            }
            List<Change> changes = Change.between(
                    base.spans().get(counterpart), compared.spans().get(i));
            if (!changes.isEmpty()) {
                modified.add(new Modified(i, changes));
            }
        }
        List<Integer> removed = new ArrayList<>();
        for (int i = 0; i < base.spans().size(); i++) {
            if (!matching.isMatched(i)) {
                removed.add(i);
            }
        }
        List<Warning> warnings = Warning.of(base, compared);
        return new TraceDiff(base, compared, matching.matched(), modified, added, removed, warnings);
    }

    /// Changes of fields or of attributes.
    long changes(Target target) {
        return modified.stream()
                .flatMap(span -> span.changes().stream())
                .filter(change -> change.target() == target)
                .count();
    }
}
