package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Oddity;
import dev.spanflame.model.trace.TextRef;

/// Reads text fields: valid text stays where it is, invalid text is repaired and counted.
final class WireText {
    private WireText() {}

    /// The text whose length comes next, as a slice of the batch's bytes. Hot path.
    static long read(WireReader in, SpanBatch batch) {
        int length = in.length();
        int from = in.position();
        in.advance(length);
        if (Utf8.isValid(in.bytes(), from, length)) {
            return length == 0 ? TextRef.EMPTY : TextRef.of(from, length);
        }
        batch.note(Oddity.INVALID_UTF8);
        return batch.addText(Utf8.repaired(in.bytes(), from, length));
    }

    /// Steps over the text whose length comes next; returns whether it is valid, and counts it if not.
    static boolean check(WireReader in, SpanBatch batch) {
        int length = in.length();
        int from = in.position();
        in.advance(length);
        boolean valid = Utf8.isValid(in.bytes(), from, length);
        if (!valid) {
            batch.note(Oddity.INVALID_UTF8);
        }
        return valid;
    }
}
