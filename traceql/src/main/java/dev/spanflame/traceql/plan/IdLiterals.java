package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.type.Value;
import java.util.Locale;

/// Ids written in queries, brought to the form in which storage gives them.
///
/// Either case is taken; span ids may leave out leading zeros, trace ids may have them. What is no id stays as it is
/// and equals none.
final class IdLiterals {
    private static final int SPAN_DIGITS = 16;
    private static final int TRACE_DIGITS = 32;

    private IdLiterals() {}

    /// The literal that `field` is to be compared with.
    static Value normalised(Expr field, Value literal) {
        if (field instanceof Expr.FieldValue(FieldRef ref)
                && ofSpan(ref) instanceof FieldRef.Stored(Field stored)
                && literal instanceof Value.Text(String text)) {
            if (isSpanId(stored) && isHex(text, SPAN_DIGITS)) {
                return new Value.Text("0".repeat(SPAN_DIGITS - text.length()) + text.toLowerCase(Locale.ROOT));
            }
            if (isTraceId(stored) && isHex(text, TRACE_DIGITS)) {
                return new Value.Text(withoutZeros(text.toLowerCase(Locale.ROOT)));
            }
        }
        return literal;
    }

    private static FieldRef ofSpan(FieldRef ref) {
        return ref instanceof FieldRef.OfParent(FieldRef ofParent) ? ofParent : ref;
    }

    private static boolean isSpanId(Field field) {
        return field == Field.Intrinsic.SPAN_ID
                || field == Field.Intrinsic.PARENT_ID
                || field == Field.Intrinsic.LINK_SPAN_ID;
    }

    private static boolean isTraceId(Field field) {
        return field == Field.Intrinsic.TRACE_ID || field == Field.Intrinsic.LINK_TRACE_ID;
    }

    private static String withoutZeros(String text) {
        int first = 0;
        while (first < text.length() - 1 && text.charAt(first) == '0') {
            first++;
        }
        return text.substring(first);
    }

    private static boolean isHex(String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
