package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.SpanBatch;

/// Walks arrays, maps and entity references, which a batch keeps as wire bytes, to the last byte: what is kept can be
/// read again. Each method takes the depth of the message that the cursor stands in, and returns whether all text
/// inside is valid.
final class AnyValueCheck {
    private AnyValueCheck() {}

    /// Checks the `ArrayValue` whose length comes next.
    static boolean array(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        boolean valid = true;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.LIST_VALUES) {
                valid &= anyValue(in, batch, depth + 1);
            } else {
                in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return valid;
    }

    /// Checks the `KeyValueList` whose length comes next.
    static boolean map(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        boolean valid = true;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.LIST_VALUES) {
                valid &= keyValue(in, batch, depth + 1);
            } else {
                in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return valid;
    }

    /// Checks the `EntityRef` whose length comes next.
    static boolean entityRef(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        boolean valid = true;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.ENTITY_SCHEMA_URL,
                        OtlpField.ENTITY_TYPE,
                        OtlpField.ENTITY_ID_KEYS,
                        OtlpField.ENTITY_DESCRIPTION_KEYS -> valid &= WireText.check(in, batch);
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return valid;
    }

    private static boolean keyValue(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        boolean valid = true;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.KEY_VALUE_KEY -> valid &= WireText.check(in, batch);
                case OtlpField.KEY_VALUE_VALUE -> valid &= anyValue(in, batch, depth + 1);
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return valid;
    }

    private static boolean anyValue(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        boolean valid = true;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.ANY_STRING -> valid &= WireText.check(in, batch);
                case OtlpField.ANY_ARRAY -> valid &= array(in, batch, depth + 1);
                case OtlpField.ANY_MAP -> valid &= map(in, batch, depth + 1);
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        return valid;
    }
}
