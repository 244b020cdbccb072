package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import java.util.Optional;

/// What a [Service] says to the head of a request: it takes the request, or it refuses it already.
public record Admission(Work work, Optional<BackendException> refusal) {
    /// Takes it.
    public static Admission take(Work work) {
        return new Admission(work, Optional.empty());
    }

    /// Refuses it; `work` knows how to say so.
    public static Admission refuse(Work work, BackendException error) {
        return new Admission(work, Optional.of(error));
    }
}
