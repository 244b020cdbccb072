package dev.spanflame.agent.convert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;

/// The functions of one chunk of a recording after the other, by the chunk's numbers for methods.
final class FrameNames {
    private static final byte[] UNKNOWN = "unknown".getBytes(StandardCharsets.UTF_8);

    private final FunctionNames names;
    private final LongNumbers methods = new LongNumbers();
    private int[] functions = new int[256];
    private JfrReader reader;

    /// Begins with a chunk.
    FrameNames(FunctionNames names, JfrReader reader) {
        this.names = names;
        this.reader = reader;
    }

    /// Goes on with another chunk, whose numbers mean something else.
    void begin(JfrReader next) {
        reader = next;
        methods.clear();
        names.trim();
    }

    /// The function of a method, a number of [#names]. Hot path.
    int function(long method) {
        int known = methods.size();
        int at = methods.numberOf(method);
        if (at == known) {
            if (at == functions.length) {
                functions = Arrays.copyOf(functions, 2 * at);
            }
            functions[at] = find(method);
        }
        return functions[at];
    }

    FunctionNames names() {
        return names;
    }

    private int find(long number) {
        MethodRef method = reader.methods.get(number);
        if (method == null) {
            return names.number(null, UNKNOWN);
        }
        ClassRef type = reader.classes.get(method.cls);
        return names.number(type == null ? null : reader.symbols.get(type.name), reader.symbols.get(method.name));
    }
}
