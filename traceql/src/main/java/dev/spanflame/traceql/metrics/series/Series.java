package dev.spanflame.traceql.metrics.series;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Values over time under some labels.
///
/// `values` has one for each interval of the [TimeAxis], NaN where there is none; it is shared, nobody
/// changes it. Labels keep the type of their value; a value of [Value#NIL] stands for spans without any of
/// the fields grouped by.
public record Series(List<NamedValue> labels, double[] values, List<Exemplar> exemplars) {
    /// Label of the function that made an ungrouped series.
    public static final String NAME = "__name__";

    /// Fewer labels first, then label by label by name and text.
    public static final Comparator<Series> ORDER = Comparator.comparingInt(
                    (Series series) -> series.labels().size())
            .thenComparing((a, b) -> compareLabels(a.labels(), b.labels()));

    /// Copies the lists.
    public Series {
        labels = List.copyOf(labels);
        exemplars = List.copyOf(exemplars);
    }

    /// Order of label lists of any length: label by label by name and text, then the shorter one.
    static int compareLabels(List<NamedValue> a, List<NamedValue> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).name().compareTo(b.get(i).name());
            if (order == 0) {
                order = text(a.get(i).value()).compareTo(text(b.get(i).value()));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /// Whether no interval has a value.
    public boolean isEmpty() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /// Sum of all values.
    public double total() {
        double total = 0;
        for (double value : values) {
            total += Double.isNaN(value) ? 0 : value;
        }
        return total;
    }

    Series withValues(double[] others) {
        return new Series(labels, others, exemplars);
    }

    /// The series with `function` done to every value, those of exemplars included.
    Series map(DoubleUnaryOperator function) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.applyAsDouble(values[i]);
        }
        List<Exemplar> others = new ArrayList<>(exemplars.size());
        for (Exemplar exemplar : exemplars) {
            others.add(exemplar.withValue(function.applyAsDouble(exemplar.value())));
        }
        return new Series(labels, mapped, others);
    }

    /// The series with the exemplars that an answer shows: those whose interval has a sample, in order of time, and
    /// the sample's value for those that have none of their own.
    public Series finished(TimeAxis axis) {
        List<Exemplar> kept = new ArrayList<>(exemplars.size());
        for (Exemplar exemplar : exemplars) {
            double sample = values[axis.interval(exemplar.startNanos())];
            if (!Double.isNaN(sample)) {
                kept.add(Double.isNaN(exemplar.value()) ? exemplar.withValue(sample) : exemplar);
            }
        }
        kept.sort(Comparator.comparingLong(Exemplar::startNanos));
        return new Series(labels, values, kept);
    }

    private static String text(Value value) {
        return value instanceof Value.Nil ? "<nil>" : Values.text(value);
    }
}
