package dev.spanflame.traceql.syntax.tree;

import java.util.List;

/// Stages joined by `|`, at least one.
public record Pipeline(List<Stage> stages, Position at) implements Query.Root {
    /// Copies the list.
    public Pipeline {
        stages = List.copyOf(stages);
    }
}
