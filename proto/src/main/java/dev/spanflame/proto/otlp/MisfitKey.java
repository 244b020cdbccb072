package dev.spanflame.proto.otlp;

import java.nio.charset.StandardCharsets;

/// Keys of the attributes that keep ids of another size than ids have.
enum MisfitKey {
    PARENT("spanflame.parent_span_id"),
    LINK_TRACE("spanflame.link_trace_id"),
    LINK_SPAN("spanflame.link_span_id");

    private final byte[] text;

    MisfitKey(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /// UTF-8 of the key.
    byte[] text() {
        return text;
    }
}
