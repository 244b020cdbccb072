package dev.spanflame.traceql.script;

import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.SpanMatch;
import dev.spanflame.traceql.search.SpanSetMatch;
import dev.spanflame.traceql.search.TraceMatch;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Answers in the words of scripts.
public final class Answers {
    private Answers() {}

    /// Labels of all spans, sorted.
    static String spans(SearchResult result, Fixture fixture) {
        TreeSet<String> labels = new TreeSet<>();
        for (TraceMatch trace : result.traces()) {
            for (SpanSetMatch set : trace.spanSets()) {
                for (SpanMatch span : set.spans()) {
                    labels.add(fixture.label(trace.traceId(), span.spanId(), span.startNanos()));
                }
            }
        }
        return String.join(" ", labels);
    }

    /// Each set: sorted labels, then attributes.
    static List<String> sets(SearchResult result, Fixture fixture) {
        List<String> sets = new ArrayList<>();
        for (TraceMatch trace : result.traces()) {
            for (SpanSetMatch set : trace.spanSets()) {
                TreeSet<String> labels = new TreeSet<>();
                for (SpanMatch span : set.spans()) {
                    labels.add(fixture.label(trace.traceId(), span.spanId(), span.startNanos()));
                }
                sets.add(String.join(" ", labels) + attributes(set.attributes()));
            }
        }
        return sets;
    }

    /// What is shown of each span.
    static List<String> shown(SearchResult result, Fixture fixture) {
        List<String> shown = new ArrayList<>();
        for (TraceMatch trace : result.traces()) {
            for (SpanSetMatch set : trace.spanSets()) {
                for (SpanMatch span : set.spans()) {
                    List<NamedValue> values = new ArrayList<>();
                    if (!span.name().isEmpty()) {
                        values.add(new NamedValue("name", Value.of(span.name())));
                    }
                    values.addAll(span.attributes());
                    shown.add(fixture.label(trace.traceId(), span.spanId(), span.startNanos()) + attributes(values));
                }
            }
        }
        return shown;
    }

    /// Each series: labels, then values.
    static List<String> series(MetricsResult result) {
        return result.series().stream()
                .map(series -> labels(series.labels()) + " " + numbers(series.values()))
                .toList();
    }

    /// Labels of a series as scripts write them.
    public static String labels(List<NamedValue> labels) {
        List<String> texts = new ArrayList<>();
        labels.forEach(label -> texts.add(label.name() + "=" + value(label.value())));
        return "{" + String.join(", ", texts) + "}";
    }

    /// Values of a series as scripts write them: to the precision of a float, `-` where there is none.
    public static String numbers(double[] values) {
        List<String> texts = new ArrayList<>();
        for (double value : values) {
            texts.add(Double.isNaN(value) ? "-" : String.valueOf((float) value).replaceFirst("\\.0$", ""));
        }
        return String.join(" ", texts);
    }

    static String matched(SearchResult result) {
        List<String> counts = new ArrayList<>();
        for (TraceMatch trace : result.traces()) {
            for (SpanSetMatch set : trace.spanSets()) {
                counts.add(String.valueOf(set.matched()));
            }
        }
        return String.join(" ", counts);
    }

    static String traces(SearchResult result) {
        List<String> ids = new ArrayList<>();
        result.traces().forEach(trace -> ids.add(trace.traceId().shortHex()));
        return String.join(" ", ids);
    }

    static String root(SearchResult result, String id) {
        for (TraceMatch trace : result.traces()) {
            if (trace.traceId().equals(TraceId.parse(id))) {
                return trace.rooted() ? quoted(trace.rootServiceName()) + " " + quoted(trace.rootName()) : "none";
            }
        }
        return "no such trace";
    }

    static String stats(SearchResult result, String id) {
        for (TraceMatch trace : result.traces()) {
            if (trace.traceId().equals(TraceId.parse(id))) {
                List<String> stats = new ArrayList<>();
                trace.services()
                        .forEach((service, counts) ->
                                stats.add(service + "=" + counts.spanCount() + "/" + counts.errorCount()));
                return String.join(" ", stats);
            }
        }
        return "no such trace";
    }

    /// A value as scripts write it.
    static String value(Value value) {
        return switch (value) {
            case Value.Text(String text) -> quoted(text);
            case Value.Array array ->
                array.elements().stream().map(Answers::value).toList().toString();
            case Value.Nil _, Value.Int _, Value.Float _, Value.Bool _, Value.Duration _ -> Values.text(value);
            case Value.Status _, Value.Kind _, Value.Opaque _ -> Values.text(value);
        };
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String attributes(List<NamedValue> values) {
        List<String> parts = new ArrayList<>();
        values.forEach(value -> parts.add(value.name() + " = " + value(value.value())));
        return parts.isEmpty() ? "" : " : " + String.join("; ", parts);
    }
}
