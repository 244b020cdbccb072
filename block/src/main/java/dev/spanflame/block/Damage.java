package dev.spanflame.block;

import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.NoSuchObjectException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a failure tells of damage: objects that are not as they were written, or not there.
public final class Damage {
    private Damage() {}

    /// Key of the object that is damaged or gone; empty where the failure has another reason.
    public static Optional<String> object(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BackendException known && known.object().isPresent()) {
                return known.object();
            }
        }
        return goneObject(failure);
    }

    /// Id of the block to which that object belongs.
    public static Optional<String> block(Throwable failure) {
        return object(failure).flatMap(BlockMeta::idIn);
    }

    /// Key of the object that is not there, if that is the reason.
    public static Optional<String> goneObject(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchObjectException gone) {
                return Optional.of(gone.key());
            }
        }
        return Optional.empty();
    }
}
