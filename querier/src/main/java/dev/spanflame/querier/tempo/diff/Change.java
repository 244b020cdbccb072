package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.trace.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// One change of a span that both traces have: of the field or the attribute `name`. A side without a value
/// is [AttributeValue.Empty].
record Change(Operation operation, Target target, String name, AttributeValue before, AttributeValue after) {
    /// Name of the field of nanoseconds.
    static final String DURATION = "duration_nanos";
    /// Name of the field of the status.
    static final String STATUS = "status";

    private static final AttributeValue NONE = new AttributeValue.Empty();

    /// What happened.
    enum Operation {
        ADD,
        REMOVE,
        MODIFY
    }

    /// What it happened to.
    enum Target {
        FIELD,
        ATTRIBUTE
    }

    /// All changes from `base` to `compared`: fields first, then attributes by key.
    static List<Change> between(TreeSpan base, TreeSpan compared) {
        List<Change> changes = new ArrayList<>();
        addDuration(base, compared, changes);
        if (!base.status().equals(compared.status())) {
            changes.add(new Change(
                    Operation.MODIFY,
                    Target.FIELD,
                    STATUS,
                    new AttributeValue.Text(base.status()),
                    new AttributeValue.Text(compared.status())));
        }
        addAttributes(
                Tolerance.byKey(base.span().attributes()),
                Tolerance.byKey(compared.span().attributes()),
                changes);
        return changes;
    }

    private static void addDuration(TreeSpan base, TreeSpan compared, List<Change> changes) {
        boolean same = base.hasDuration() && compared.hasDuration()
                ? Tolerance.isSameDuration(base.durationNanos(), compared.durationNanos())
                : base.hasDuration() == compared.hasDuration();
        if (!same) {
            changes.add(new Change(Operation.MODIFY, Target.FIELD, DURATION, duration(base), duration(compared)));
        }
    }

    private static AttributeValue duration(TreeSpan span) {
        return span.hasDuration() ? new AttributeValue.Int(span.durationNanos()) : NONE;
    }

    private static void addAttributes(
            Map<String, AttributeValue> base, Map<String, AttributeValue> compared, List<Change> changes) {
        TreeSet<String> keys = new TreeSet<>(base.keySet());
        keys.addAll(compared.keySet());
        for (String key : keys) {
            AttributeValue before = base.getOrDefault(key, NONE);
            AttributeValue after = compared.getOrDefault(key, NONE);
            if (!base.containsKey(key)) {
                changes.add(new Change(Operation.ADD, Target.ATTRIBUTE, key, before, after));
            } else if (!compared.containsKey(key)) {
                changes.add(new Change(Operation.REMOVE, Target.ATTRIBUTE, key, before, after));
            } else if (!Tolerance.isSame(key, before, after)) {
                changes.add(new Change(Operation.MODIFY, Target.ATTRIBUTE, key, before, after));
            }
        }
    }

    /// Whether a span that was none became an error.
    boolean isNewError() {
        return isStatus() && isError(after) && !isError(before);
    }

    /// Whether a span that was an error is none any more.
    boolean isResolvedError() {
        return isStatus() && isError(before) && !isError(after);
    }

    private boolean isStatus() {
        return target == Target.FIELD && name.equals(STATUS);
    }

    private static boolean isError(AttributeValue status) {
        return status instanceof AttributeValue.Text(String text) && text.equals("error");
    }
}
