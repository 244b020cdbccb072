package dev.spanflame.objectstore;

import dev.spanflame.objectstore.StoreException.Trouble;
import java.time.Instant;
import java.util.Optional;

/// How a store fared lately, for `/ready` and metrics; asking costs nothing and reaches no store.
///
/// @param trouble what the latest call failed with; empty when it succeeded or none was made yet
/// @param since when this state began
/// @param message cause and remedy of the trouble in words; empty when all is well
/// @param credentialsExpire end of the credentials in use, where their source tells it
public record StoreHealth(
        Optional<Trouble> trouble, Instant since, String message, Optional<Instant> credentialsExpire) {
    /// All is well since `since`.
    public static StoreHealth good(Instant since) {
        return new StoreHealth(Optional.empty(), since, "", Optional.empty());
    }

    /// The same health with the end of the credentials.
    public StoreHealth withExpiry(Optional<Instant> end) {
        return new StoreHealth(trouble, since, message, end);
    }
}
