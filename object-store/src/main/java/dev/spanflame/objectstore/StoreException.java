package dev.spanflame.objectstore;

import java.io.IOException;

/// The store refused or could not be reached; [#trouble] names why in one word an operator can act on.
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Kinds of trouble.
    public enum Trouble {
        /// Session token or credentials past their end.
        EXPIRED_TOKEN,
        /// Credentials are wrong or lack a permission.
        DENIED,
        /// The bucket does not exist.
        NO_BUCKET,
        /// Our clock and the store's differ too much.
        CLOCK_SKEW,
        /// No space left, or a quota reached.
        FULL,
        /// Not reachable, too slow, or answering with server errors.
        UNREACHABLE,
        /// The bytes read are not the bytes asked for.
        DAMAGED,
        /// Refused for another reason (wrong region, a redirect, an operation it does not know): retrying is no help.
        REFUSED
    }

    private final Trouble trouble;

    /// With what happened in words.
    public StoreException(Trouble trouble, String message) {
        super(message);
        this.trouble = trouble;
    }

    /// With the error behind it.
    public StoreException(Trouble trouble, String message, Throwable cause) {
        super(message, cause);
        this.trouble = trouble;
    }

    /// Why.
    public Trouble trouble() {
        return trouble;
    }
}
