package dev.spanflame.generator.span;

import java.util.List;

/// Names of OTLP's kinds and status codes, as labels and filters have them.
final class SpanNames {
    private static final String[] KINDS = {
        "SPAN_KIND_UNSPECIFIED",
        "SPAN_KIND_INTERNAL",
        "SPAN_KIND_SERVER",
        "SPAN_KIND_CLIENT",
        "SPAN_KIND_PRODUCER",
        "SPAN_KIND_CONSUMER"
    };
    private static final String[] STATUSES = {"STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"};
    private static final byte[][] KIND_BYTES = bytes(KINDS);
    private static final byte[][] STATUS_BYTES = bytes(STATUSES);

    private SpanNames() {}

    /// A number that has no name is its own.
    static String kind(long number) {
        return name(KINDS, number);
    }

    static String status(long number) {
        return name(STATUSES, number);
    }

    /// Hot path.
    static byte[] kindBytes(long number) {
        return number >= 0 && number < KINDS.length ? KIND_BYTES[(int) number] : AttributeKeys.bytes(kind(number));
    }

    /// Hot path.
    static byte[] statusBytes(long number) {
        return number >= 0 && number < STATUSES.length
                ? STATUS_BYTES[(int) number]
                : AttributeKeys.bytes(status(number));
    }

    static boolean isKind(String name) {
        return List.of(KINDS).contains(name);
    }

    static boolean isStatus(String name) {
        return List.of(STATUSES).contains(name);
    }

    private static String name(String[] names, long number) {
        return number >= 0 && number < names.length ? names[(int) number] : Long.toString(number);
    }

    private static byte[][] bytes(String[] names) {
        return AttributeKeys.all(List.of(names));
    }
}
