package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.StoreException;
import java.time.Duration;

/// An attempt that failed: what to tell, and what to do about it.
///
/// @param pause what the service asked to wait; zero if it did not
record S3Failure(StoreException exception, Advice advice, Duration pause) {
    /// What helps.
    enum Advice {
        /// Trying again after a pause.
        RETRY,
        /// Other credentials.
        NEW_KEYS,
        /// Nothing that the program could do.
        GIVE_UP
    }

    S3Failure(StoreException exception, Advice advice) {
        this(exception, advice, Duration.ZERO);
    }
}
