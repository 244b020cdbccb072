package dev.spanflame.proto.otlp;

import java.nio.charset.StandardCharsets;

/// Keys of the attributes that keep ids of another size than ids have.
enum MisfitKey {
    PARENT("spanflame.parent_span_id"),
    LINK_TRACE("spanflame.link_trace_id"),
    LINK_SPAN("spanflame.link_span_id");

    private final String key;

    MisfitKey(String key) {
        this.key = key;
    }

    /// UTF-8 of the key.
    byte[] text() {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
