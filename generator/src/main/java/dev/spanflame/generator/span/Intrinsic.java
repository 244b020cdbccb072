package dev.spanflame.generator.span;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What every span has and may be a label of span metrics, named as in Tempo.
public enum Intrinsic {
    SERVICE,
    SPAN_NAME,
    SPAN_KIND,
    STATUS_CODE,
    /// Off unless asked for: texts of errors make many series.
    STATUS_MESSAGE;

    /// Name of the label.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads names; throws [IllegalArgumentException] that says which there are.
    public static Set<Intrinsic> parse(List<String> names) {
        EnumSet<Intrinsic> found = EnumSet.noneOf(Intrinsic.class);
        for (String name : names) {
            Intrinsic its = null;
            for (Intrinsic one : values()) {
                its = one.label().equals(name) ? one : its;
            }
            if (its == null) {
                throw new IllegalArgumentException("has '" + name
                        + "', which is not one of service, span_name, span_kind, status_code, status_message");
            }
            found.add(its);
        }
        return found;
    }
}
