package dev.spanflame.ingester.record;

import dev.spanflame.block.profile.rule.RuleSums.Recorded;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.List;

/// Counters in the text format of Prometheus.
final class CounterText {
    private CounterText() {}

    /// Appends the series, whose names are in order.
    static void write(List<Recorded> series, StringBuilder out) {
        String before = "";
        for (Recorded recorded : series) {
            String name = recorded.labels().value(SeriesLabels.NAME) + "_total";
            if (!name.equals(before)) {
                out.append("# TYPE ").append(name).append(" counter\n");
                before = name;
            }
            out.append(name);
            char separator = '{';
            for (Labels.Label label : recorded.labels()) {
                if (!label.name().equals(SeriesLabels.NAME)) {
                    out.append(separator).append(label.name()).append("=\"");
                    escape(label.value(), out);
                    out.append('"');
                    separator = ',';
                }
            }
            out.append("} ").append(recorded.value()).append('\n');
        }
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(value.charAt(i));
            }
        }
    }
}
