package dev.spanflame.server.config.load;

/// One thing that is wrong with the configuration.
///
/// @param where   where it was said: `spanflame.yaml:12`, `environment SPANFLAME_STORE`, `flag --store`
/// @param message what is wrong and what would be right
public record Problem(String where, String message) {
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
