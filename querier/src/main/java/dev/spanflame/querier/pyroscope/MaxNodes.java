package dev.spanflame.querier.pyroscope;

import dev.spanflame.model.BackendException;

/// How many nodes of a flame graph are drawn.
public final class MaxNodes {
    /// Where nothing, or 0, is asked for.
    static final int DEFAULT = 8_192;
    /// Whatever is asked for.
    static final int MOST = 1 << 20;

    private MaxNodes() {}

    /// The number for a request that asks for everything unless it says otherwise: [#MOST] for 0; throws as
    /// [#of].
    static int orMost(long wanted) {
        return wanted == 0 ? MOST : of(wanted);
    }

    /// The number for a request; throws [BackendException] of kind BAD_REQUEST below 0.
    public static int of(long wanted) {
        if (wanted < 0) {
            throw BackendException.badRequest(
                    "invalid_max_nodes", "max_nodes is " + wanted + "; expected 0 (for " + DEFAULT + ") or more");
        }
        return wanted == 0 ? DEFAULT : (int) Math.min(wanted, MOST);
    }
}
