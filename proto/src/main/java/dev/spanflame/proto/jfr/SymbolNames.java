package dev.spanflame.proto.jfr;

import java.util.regex.Pattern;

/// Takes out of names what differs from run to run, so that the same code has the same name in every profile.
///
/// Names of classes and libraries are changed as Pyroscope changes them; of the profiler's own library any build is.
final class SymbolNames {
    private static final String ACCESSOR = "jdk/internal/reflect/GeneratedMethodAccessor";
    private static final String LAMBDA = "$$Lambda";
    private static final String ENHANCER = "$$EnhancerBySpringCGLIB$$";
    private static final int MAX_LIBRARY_NAME = 256;
    private static final Pattern ZSTD =
            Pattern.compile("(\\.?/tmp/)?libzstd-jni-\\d+\\.\\d+\\.\\d+-\\d+\\.so( \\(deleted\\))?");
    private static final Pattern CORRETTO = Pattern.compile("(\\.?/tmp/)?(lib)?amazonCorrettoCryptoProvider"
            + "(NativeLibraries\\.)?[0-9a-f]{16}(/libcrypto|/libamazonCorrettoCryptoProvider)?\\.so( \\(deleted\\))?");
    private static final Pattern PROFILER = Pattern.compile("(\\.?/tmp/)?libasyncProfiler-"
            + "(linux-arm64|linux-musl-x64|linux-x64|macos)-[0-9a-f]{38,40}\\.so( \\(deleted\\))?");

    private SymbolNames() {}

    /// The name without what differs from run to run.
    static String stable(String name) {
        if (name.contains(".so") && name.length() <= MAX_LIBRARY_NAME) {
            return library(name);
        }
        if (name.startsWith(ACCESSOR) && isDigits(name, ACCESSOR.length(), name.length())) {
            return ACCESSOR + "_";
        }
        int lambda = name.lastIndexOf(LAMBDA);
        if (lambda > 0 && isLambdaSuffix(name, lambda + LAMBDA.length())) {
            return name.substring(0, lambda + LAMBDA.length()) + "_";
        }
        int enhancer = name.lastIndexOf(ENHANCER);
        return enhancer > 0 ? name.substring(0, enhancer + ENHANCER.length()) + "_" : name;
    }

    private static String library(String name) {
        if (ZSTD.matcher(name).matches()) {
            return "libzstd-jni-_.so";
        }
        if (CORRETTO.matcher(name).matches()) {
            return "libamazonCorrettoCryptoProvider_.so";
        }
        return PROFILER.matcher(name).matches() ? "libasyncProfiler-_.so" : name;
    }

    /// `12`, or `$12/0x00af`, `.0x00af` and the like: a number, then `.` or `/` and an address.
    private static boolean isLambdaSuffix(String name, int from) {
        int end = name.length();
        if (isDigits(name, from, end)) {
            return true;
        }
        int at = from < end && name.charAt(from) == '$' ? from + 1 : from;
        while (at < end && isDigit(name.charAt(at))) {
            at++;
        }
        if (at == end || (name.charAt(at) != '.' && name.charAt(at) != '/')) {
            return false;
        }
        at++;
        if (name.startsWith("0x", at)) {
            at += 2;
        }
        int first = at;
        while (at < end && (isDigit(name.charAt(at)) || (name.charAt(at) >= 'a' && name.charAt(at) <= 'f'))) {
            at++;
        }
        return at == end && at > first;
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < to;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
