package dev.spanflame.querier.tempo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The search of Tempo's days before TraceQL, written as TraceQL.
///
/// A trace is found if for each tag some span of it has a value that contains the given text, whatever the case of
/// letters; different tags may be found on different spans. Numbers and truth values must be equal.
final class TagQuery {
    private TagQuery() {}

    /// A query for all tags, and for the length of the trace where a bound in nanoseconds is 0 or more.
    static String of(Map<String, String> tags, long minNanos, long maxNanos) {
        List<String> filters = new ArrayList<>();
        tags.forEach((key, value) -> filters.add("{ " + condition(key, value) + " }"));
        String duration = durations(minNanos, maxNanos);
        if (!duration.isEmpty()) {
            filters.add("{ " + duration + " }");
        }
        return filters.isEmpty() ? "{}" : String.join(" && ", filters);
    }

    /// A condition on the length of the trace; empty without bounds.
    static String durations(long minNanos, long maxNanos) {
        List<String> conditions = new ArrayList<>();
        if (minNanos >= 0) {
            conditions.add("traceDuration >= " + minNanos + "ns");
        }
        if (maxNanos >= 0) {
            conditions.add("traceDuration <= " + maxNanos + "ns");
        }
        return String.join(" && ", conditions);
    }

    private static String condition(String key, String value) {
        String contains = " =~ \"(?is).*" + escaped(pattern(value)) + ".*\"";
        return switch (key) {
            case "name" -> "name" + contains;
            case "root.name" -> "rootName" + contains;
            case "root.service.name" -> "rootServiceName" + contains;
            case "status.code" -> status(value);
            case "error" -> value.equals("true") ? "status = error" : "status != error";
            default -> attribute(".\"" + escaped(key) + "\"", contains, value);
        };
    }

    private static String status(String value) {
        return switch (value) {
            case "ok", "error", "unset" -> "status = " + value;
            default -> "false";
        };
    }

    private static String attribute(String name, String contains, String value) {
        if (value.equals("true") || value.equals("false")) {
            return name + contains + " || " + name + " = " + value;
        }
        return isNumber(value) ? name + contains + " || " + name + " = " + value : name + contains;
    }

    /// Whether the text is a plain decimal number that TraceQL writes the same way.
    private static boolean isNumber(String text) {
        int digits = 0;
        int points = 0;
        for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0 && points == 0) {
                points++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0 && digits < 16 && !text.endsWith(".");
    }

    /// A regular expression for exactly this text.
    private static String pattern(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 && !Character.isLetterOrDigit(c)) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    /// Text as it stands between double quotes.
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
