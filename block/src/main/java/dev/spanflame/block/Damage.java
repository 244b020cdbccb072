package dev.spanflame.block;

import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.NoSuchObjectException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a failure tells of damage: objects that are not as they were written, or not there.
public final class Damage {
    private Damage() {}

    /// Key of the object that is damaged or gone; empty where the failure has another reason.
    public static Optional<String> object(Throwable failure) {
        return firstCause(failure, cause -> cause instanceof BackendException known ? known.object() : Optional.empty())
                .or(() -> goneObject(failure));
    }

    /// Id of the block to which that object belongs.
    public static Optional<String> block(Throwable failure) {
        return object(failure).flatMap(BlockMeta::idIn);
    }

    /// Key of the object that is not there, if that is the reason.
    public static Optional<String> goneObject(Throwable failure) {
        return firstCause(
                failure,
                cause -> cause instanceof NoSuchObjectException gone ? Optional.of(gone.key()) : Optional.empty());
    }

    /// What `told` finds first in the failure and the causes below it.
    private static Optional<String> firstCause(Throwable failure, Function<Throwable, Optional<String>> told) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> found = told.apply(cause);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
