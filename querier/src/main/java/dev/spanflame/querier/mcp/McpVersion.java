package dev.spanflame.querier.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Revisions of the protocol, the oldest first.
enum McpVersion {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    /// Without a handshake: each request says for itself which revision it speaks.
    V2026_07_28("2026-07-28");

    /// What a client speaks that names none over HTTP.
    static final McpVersion ASSUMED = V2025_03_26;

    private static final McpVersion LAST_WITH_HANDSHAKE = V2025_11_25;

    private final String label;

    McpVersion(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Optional<McpVersion> of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.label.equals(text))
                .findFirst();
    }

    /// The revision that the handshake settles on: the wanted one, or the newest where that is unknown.
    static McpVersion negotiated(String wanted) {
        return of(wanted).filter(version -> !version.isStateless()).orElse(LAST_WITH_HANDSHAKE);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(McpVersion::label).toList();
    }

    /// Whether several messages may come in one array.
    boolean hasBatches() {
        return this == V2024_11_05 || this == V2025_03_26;
    }

    /// Whether there is no handshake.
    boolean isStateless() {
        return this == V2026_07_28;
    }
}
