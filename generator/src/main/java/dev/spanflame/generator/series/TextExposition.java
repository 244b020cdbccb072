package dev.spanflame.generator.series;

import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.label.Numbers;
import dev.spanflame.model.trace.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes series as text for those who scrape: Prometheus' text format 0.0.4, or OpenMetrics 1.0
/// with exemplars.
public final class TextExposition {
    private static final String TOTAL = "_total";

    private final StringBuilder out = new StringBuilder(1 << 14);
    private final boolean openMetrics;
    private final String traceIdLabel;

    /// An empty page; `traceIdLabel` is the label of exemplars.
    public TextExposition(boolean openMetrics, String traceIdLabel) {
        this.openMetrics = openMetrics;
        this.traceIdLabel = traceIdLabel;
    }

    /// Type of the page.
    public String contentType() {
        return openMetrics
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
    }

    /// The page.
    public byte[] toByteArray() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Nothing follows.
    public void end() {
        if (openMetrics) {
            out.append("# EOF\n");
        }
    }

    void group(SeriesGroup group) {
        List<String> bounds = Bounds.texts(group.bounds());
        for (int i = 0; i < group.metrics().size(); i++) {
            Metric metric = group.metrics().get(i);
            int number = i;
            int before = out.length();
            head(metric);
            int head = out.length();
            group.forEach(entity -> {
                if (entity.has(number)) {
                    series(metric, entity, number, bounds);
                }
            });
            if (out.length() == head) {
                out.setLength(before);
            }
        }
    }

    private void head(Metric metric) {
        boolean counter = metric.kind() == Metric.Kind.COUNTER;
        String family = openMetrics && counter && metric.name().endsWith(TOTAL)
                ? metric.name().substring(0, metric.name().length() - TOTAL.length())
                : metric.name();
        out.append("# HELP ").append(family).append(' ').append(metric.help()).append('\n');
        out.append("# TYPE ").append(family).append(' ');
        out.append(metric.kind().name().toLowerCase(Locale.ROOT)).append('\n');
    }

    private void series(Metric metric, Entity entity, int number, List<String> bounds) {
        switch (metric.kind()) {
            case COUNTER, GAUGE -> line(metric.name(), entity.labels, "", entity.values[number], null);
            case HISTOGRAM -> {
                Histogram histogram = entity.histograms[number];
                if (histogram != null) {
                    histogram(metric.name(), entity.labels, histogram, bounds);
                }
            }
        }
    }

    private void histogram(String name, LabelSet labels, Histogram histogram, List<String> bounds) {
        double below = 0;
        for (int i = 0; i < histogram.buckets(); i++) {
            below += histogram.count(i);
            line(name + "_bucket", labels, bounds.get(i), below, histogram.exemplar(i));
        }
        line(name + "_sum", labels, "", histogram.sum(), null);
        line(name + "_count", labels, "", below, null);
    }

    private void line(String name, LabelSet labels, String bound, double value, @Nullable Exemplar exemplar) {
        out.append(name);
        char separator = '{';
        for (Label label : labels.labels()) {
            separator = label(separator, label.name(), label.value());
        }
        if (!bound.isEmpty()) {
            separator = label(separator, "le", bound);
        }
        if (separator == ',') {
            out.append('}');
        }
        out.append(' ').append(Numbers.plain(value));
        if (openMetrics && exemplar != null && exemplar.millis() > 0) {
            String trace = new TraceId(exemplar.traceHigh(), exemplar.traceLow()).hex();
            out.append(" # {").append(traceIdLabel).append("=\"").append(trace).append("\"} ");
            out.append(Numbers.plain(exemplar.value())).append(' ');
            out.append(Numbers.plain(exemplar.millis() / 1e3));
        }
        out.append('\n');
    }

    private char label(char separator, String name, String value) {
        out.append(separator).append(name).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
        out.append('"');
        return ',';
    }
}
