package dev.spanflame.proto.pprof;

import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.trace.TextRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes type parameters out of the names of Go's generic functions: `pkg.Func[go.shape.int]` becomes `pkg.Func`,
/// as Pyroscope names it.
///
/// Go writes any of a function's instances into a profile whatever the call was (golang/go#64528), so
/// that the same stack would have another name in every profile.
final class GoNames {
    private static final byte[] SHAPE = "[go.shape.".getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long BRACKETS = ONES * '[';

    private GoNames() {}

    /// Renames the functions of a profile.
    static void dropTypeParameters(ProfileSymbols symbols) {
        for (int row = 0; row < symbols.functions().size(); row++) {
            rename(symbols, FunctionColumn.NAME, row);
            rename(symbols, FunctionColumn.SYSTEM_NAME, row);
        }
    }

    private static void rename(ProfileSymbols symbols, FunctionColumn column, int row) {
        long ref = symbols.functions().get(column, row);
        int from = TextRef.offset(ref);
        int to = from + TextRef.length(ref);
        if (find(symbols.bytes(), from, to) >= 0) {
            symbols.functions().set(column, row, symbols.addText(without(symbols.text(ref))));
        }
    }

    /// Position of the first type parameters, -1 where there are none. Hot path.
    private static int find(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - SHAPE.length) {
            if (!hasBracket((long) WORD.get(bytes, at))) {
                at += Long.BYTES;
            } else if (bytes[at] == '[' && Arrays.equals(bytes, at, at + SHAPE.length, SHAPE, 0, SHAPE.length)) {
                return at;
            } else {
                at++;
            }
        }
        return -1;
    }

    /// Whether one of eight bytes is `[`: such a byte is 0 once the brackets are taken out, and borrows. Hot path.
    private static boolean hasBracket(long word) {
        long zeros = word ^ BRACKETS;
        return ((zeros - ONES) & ~zeros & ONES << 7) != 0;
    }

    /// The name without type parameters; those that do not end are left as they are.
    static String without(String name) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < name.length()) {
            int open = name.indexOf("[go.shape.", at);
            int close = open < 0 ? -1 : closing(name, open);
            if (close < 0) {
                break;
            }
            text.append(name, at, open);
            at = close + 1;
        }
        return text.append(name, at, name.length()).toString();
    }

    private static int closing(String name, int open) {
        int depth = 0;
        for (int i = open; i < name.length(); i++) {
            if (name.charAt(i) == '[') {
                depth++;
            } else if (name.charAt(i) == ']' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
