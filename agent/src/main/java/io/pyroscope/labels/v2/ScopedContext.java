package io.pyroscope.labels.v2;

import dev.spanflame.agent.labels.ProfileLabels;
import java.util.function.BiConsumer;

/// Labels of the calling thread until it is closed, on the same thread.
public final class ScopedContext implements AutoCloseable {
    private final LabelsSet labels;
    private final ProfileLabels.Scope scope;

    /// Adds them to those of the thread.
    public ScopedContext(LabelsSet labels) {
        this.labels = labels;
        this.scope = ProfileLabels.scope(labels.own());
    }

    /// The same; `previous` is what the thread has anyway.
    public ScopedContext(LabelsSet labels, ScopedContext previous) {
        this(labels);
    }

    /// The thread has its labels from before. A second time does nothing.
    @Override
    public void close() {
        scope.close();
    }

    /// Calls `consumer` with each name and value.
    public void forEachLabel(BiConsumer<String, String> consumer) {
        labels.forEachLabel(consumer);
    }
}
