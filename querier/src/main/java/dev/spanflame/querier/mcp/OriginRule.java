package dev.spanflame.querier.mcp;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.querier.tempo.parameter.Shown;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// Keeps web pages away, as the protocol demands: a page whose name was made to point at this machine (DNS
/// rebinding) could read everything otherwise. Programs that are no browsers send no `Origin`.
///
/// Pages of this machine (`localhost` and the loopback addresses) and the origins of the configuration may
/// ask.
record OriginRule(Set<String> allowed) {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    OriginRule {
        allowed = Set.copyOf(allowed);
    }

    /// Throws [BackendException] of kind FORBIDDEN for a call of another page.
    void check(Headers headers) {
        for (String origin : headers.all("Origin")) {
            if (!allowed.contains(origin.toLowerCase(Locale.ROOT)) && !isLocal(origin)) {
                throw new BackendException(
                        ErrorKind.FORBIDDEN,
                        "foreign_origin",
                        "Origin '" + Shown.of(origin) + "' may not ask here; only pages of this machine and those of"
                                + " query.mcp-origins may");
            }
        }
    }

    private static boolean isLocal(String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getHost() != null && LOCAL.contains(uri.getHost().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
