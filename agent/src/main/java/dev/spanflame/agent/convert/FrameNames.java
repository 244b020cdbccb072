package dev.spanflame.agent.convert;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;

/// Names of the functions of a recording: `package/Class.method` of Java code, the symbol of other code.
///
/// Numbers that a JVM gives to classes it makes are taken out, so that the same code has the same name in
/// every run.
final class FrameNames {
    private static final Pattern ACCESSOR = Pattern.compile("^(jdk/internal/reflect/GeneratedMethodAccessor)\\d+$");
    private static final Pattern GENERATED = Pattern.compile(
            "(\\$\\$Lambda)(?:\\$?\\d+)?(?:[./+](?:0x)?[0-9a-f]+(?:/\\d+)?)?$|(\\$\\$EnhancerBySpringCGLIB\\$\\$).*$");

    private final JfrReader reader;
    private final Map<Long, String> known = new HashMap<>();

    FrameNames(JfrReader reader) {
        this.reader = reader;
    }

    String name(long method) {
        return known.computeIfAbsent(method, this::find);
    }

    private String find(long number) {
        MethodRef method = reader.methods.get(number);
        if (method == null) {
            return "unknown";
        }
        String name = symbol(method.name);
        ClassRef type = reader.classes.get(method.cls);
        String owner = type == null ? "" : symbol(type.name);
        if (owner.isEmpty()) {
            // code that is not of Java
            return name;
        }
        String stable = stable(owner);
        return name.isEmpty() ? stable : stable + "." + name;
    }

    private String symbol(long number) {
        byte[] bytes = reader.symbols.get(number);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    static String stable(String type) {
        if (type.startsWith("jdk/internal/reflect/G")) {
            return ACCESSOR.matcher(type).replaceFirst("$1_");
        }
        String stable = type.contains("$$") ? GENERATED.matcher(type).replaceFirst("$1$2_") : type;
        // JDK Flight Recorder writes names of hidden classes with dots
        return stable.replace('.', '/');
    }
}
