package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.wire.Utf8;
import dev.spanflame.proto.wire.WireReader;
import dev.spanflame.proto.wire.WireWriter;

/// Walks arrays, maps and entity references, which a batch keeps as wire bytes, to the last byte, so that what is kept
/// can be read again; and copies those whose text is not valid. No object is made of what is inside.
final class NestedText {
    private NestedText() {}

    /// Checks the message of this shape whose length comes next; `depth` is that of the message around it. Returns
    /// whether all text inside is valid; what is not is counted.
    static boolean check(WireReader in, SpanBatch batch, int depth, WireShape shape) {
        int outer = in.enter(depth);
        boolean valid = true;
        while (in.hasMore()) {
            int tag = in.tag();
            WireShape field = shape.field(tag);
            switch (field) {
                case TEXT -> valid &= WireText.check(in, batch);
                case OTHER -> in.skip(tag, depth + 1);
                case ANY_VALUE, ARRAY, MAP, KEY_VALUE, ENTITY_REF -> valid &= check(in, batch, depth + 1, field);
            }
        }
        in.leave(outer);
        return valid;
    }

    /// Copies the fields of the message of this shape that the cursor stands in, with U+FFFD for what is not UTF-8.
    static void copyRepaired(WireReader in, int depth, WireShape shape, WireWriter out) {
        while (in.hasMore()) {
            int at = in.position();
            int tag = in.tag();
            WireShape field = shape.field(tag);
            switch (field) {
                case TEXT -> {
                    int length = in.length();
                    out.bytes(tag >>> 3, Utf8.repaired(in.bytes(), in.position(), length));
                    in.advance(length);
                }
                case OTHER -> {
                    in.skip(tag, depth);
                    out.copy(in.bytes(), at, in.position());
                }
                case ANY_VALUE, ARRAY, MAP, KEY_VALUE, ENTITY_REF -> {
                    int outer = in.enter(depth);
                    int mark = out.begin(tag >>> 3);
                    copyRepaired(in, depth + 1, field, out);
                    out.end(mark);
                    in.leave(outer);
                }
            }
        }
    }
}
