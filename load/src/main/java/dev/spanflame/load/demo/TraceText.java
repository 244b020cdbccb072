package dev.spanflame.load.demo;

import dev.spanflame.load.demo.Trace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws a trace as a tree with durations and a time line.
final class TraceText {
    private static final int LINE_WIDTH = 28;

    private final Glyphs glyphs;

    TraceText(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /// One line of the tree.
    private record Row(String tree, Span span) {}

    String render(Trace trace) {
        List<Row> rows = new ArrayList<>();
        Map<String, List<Span>> children = trace.children();
        for (Span root : children.getOrDefault("", List.of())) {
            rows.add(new Row(root.name(), root));
            descend(root, "", children, rows);
        }
        long begin = trace.spans().stream().mapToLong(Span::start).min().orElse(0);
        long end = trace.spans().stream()
                .mapToLong(span -> span.start() + span.duration())
                .max()
                .orElse(0);
        long errors = trace.spans().stream().filter(Span::error).count();
        int wide = rows.stream().mapToInt(row -> row.tree().length()).max().orElse(0);
        int service = rows.stream()
                .mapToInt(row -> row.span().service().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Trace %s: %d spans of %d services in %s, %d failed%n%n",
                trace.id(),
                rows.size(),
                trace.services().size(),
                millis(end - begin),
                errors));
        for (Row row : rows) {
            text.append(String.format(
                            Locale.ROOT,
                            "  %-" + wide + "s  %-" + service + "s %11s  %s  %s",
                            row.tree(),
                            row.span().service(),
                            millis(row.span().duration()),
                            line(row.span(), begin, end),
                            mark(row.span()))
                    .stripTrailing());
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private void descend(Span parent, String indent, Map<String, List<Span>> children, List<Row> rows) {
        List<Span> below = children.getOrDefault(parent.id(), List.of());
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            Span span = below.get(i);
            rows.add(new Row(indent + (last ? glyphs.last() : glyphs.branch()) + span.name(), span));
            if (!span.id().isEmpty()) {
                descend(span, indent + (last ? "   " : glyphs.bar()), children, rows);
            }
        }
    }

    private String line(Span span, long begin, long end) {
        long whole = Math.max(1, end - begin);
        int from = (int) Math.min(LINE_WIDTH - 1, (span.start() - begin) * LINE_WIDTH / whole);
        int to = (int) Math.clamp(
                Math.ceilDiv((span.start() + span.duration() - begin) * LINE_WIDTH, whole), from + 1, LINE_WIDTH);
        return " ".repeat(from) + glyphs.full().repeat(to - from) + " ".repeat(LINE_WIDTH - to);
    }

    private static String mark(Span span) {
        if (!span.error()) {
            return "";
        }
        return span.message().isEmpty() ? "failed" : "failed: " + span.message();
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
