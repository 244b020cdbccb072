package dev.spanflame.agent.convert;

import java.util.regex.Pattern;

/// Takes out the numbers that a JVM gives to classes it makes, so that the same code has the same name in
/// every run. Loaded when the first such class is met.
final class StableNames {
    private static final Pattern ACCESSOR = Pattern.compile("^(jdk/internal/reflect/GeneratedMethodAccessor)\\d+$");
    private static final Pattern GENERATED = Pattern.compile(
            "(\\$\\$Lambda)(?:\\$?\\d+)?(?:[./+](?:0x)?[0-9a-f]+(?:/\\d+)?)?$|(\\$\\$EnhancerBySpringCGLIB\\$\\$).*$");

    private StableNames() {}

    static String of(String type) {
        if (type.startsWith("jdk/internal/reflect/G")) {
            return ACCESSOR.matcher(type).replaceFirst("$1_");
        }
        return GENERATED.matcher(type).replaceFirst("$1$2_");
    }
}
