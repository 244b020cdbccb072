package io.pyroscope.labels.v2;

import dev.spanflame.agent.labels.ProfileLabels;

/// Labels that are made once and put on threads often. Safe for any thread.
public class ConstantContext {
    private final LabelsSet labels;
    private final ThreadLocal<ProfileLabels.Scope> active = new ThreadLocal<>();

    private ConstantContext(LabelsSet labels) {
        this.labels = labels;
    }

    /// One with these labels.
    public static ConstantContext of(LabelsSet labels) {
        return new ConstantContext(labels);
    }

    /// The calling thread has the labels from now on.
    public void activate() {
        if (active.get() == null) {
            active.set(ProfileLabels.scope(labels.own()));
        }
    }

    /// The calling thread has the labels from before.
    public void deactivate() {
        ProfileLabels.Scope scope = active.get();
        if (scope != null) {
            active.remove();
            scope.close();
        }
    }
}
