package dev.spanflame.traceql.syntax.tree;

import java.util.Locale;
import java.util.Optional;

/// Every function of the language. The word in queries is the constant's name in lower case.
public enum Function {
    COUNT(Role.AGGREGATE),
    AVG(Role.AGGREGATE),
    MAX(Role.AGGREGATE),
    MIN(Role.AGGREGATE),
    SUM(Role.AGGREGATE),
    BY(Role.STAGE),
    COALESCE(Role.STAGE),
    SELECT(Role.STAGE),
    RATE(Role.METRICS),
    COUNT_OVER_TIME(Role.METRICS),
    MIN_OVER_TIME(Role.METRICS),
    MAX_OVER_TIME(Role.METRICS),
    AVG_OVER_TIME(Role.METRICS),
    SUM_OVER_TIME(Role.METRICS),
    HISTOGRAM_OVER_TIME(Role.METRICS),
    QUANTILE_OVER_TIME(Role.METRICS),
    COMPARE(Role.METRICS),
    TOPK(Role.SERIES),
    BOTTOMK(Role.SERIES);

    /// Where a function may stand.
    public enum Role {
        /// Makes a number of a spanset.
        AGGREGATE,
        /// A step of a pipeline.
        STAGE,
        /// Ends a pipeline and makes series of it.
        METRICS,
        /// Works on series.
        SERIES
    }

    private final Role role;
    private final String text;

    Function(Role role) {
        this.role = role;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    /// Where it may stand.
    public Role role() {
        return role;
    }

    /// The word in queries.
    public String text() {
        return text;
    }

    /// The function of this word, if it is one.
    public static Optional<Function> ofWord(String word) {
        for (Function function : values()) {
            if (function.text.equals(word)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
