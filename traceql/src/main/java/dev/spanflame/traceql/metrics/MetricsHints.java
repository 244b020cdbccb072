package dev.spanflame.traceql.metrics;

import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Values;
import java.util.Set;

/// What `with(...)` behind a metrics query says. Unknown hints are ignored.
///
/// The sampling hints are checked and then not needed: every span is counted, so that the answer is exact
/// and nothing is scaled.
record MetricsHints(int exemplars, boolean extrapolate) {
    private static final int MAX_EXEMPLARS = 100_000;
    private static final int UNSET = -1;
    private static final Set<String> SAMPLING = Set.of("sample", "span_sample", "trace_sample");

    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for values without meaning.
    static MetricsHints of(Query query) {
        int exemplars = UNSET;
        for (Query.Hint hint : query.hints()) {
            if (hint.name().equals("exemplars")) {
                exemplars = exemplars(hint.value());
            } else if (SAMPLING.contains(hint.name())) {
                checkShare(hint);
            }
        }
        return new MetricsHints(exemplars, query.flag("extrapolate").orElse(false));
    }

    /// The number of exemplars when `asked` are asked for otherwise.
    int exemplars(int asked) {
        return exemplars == UNSET ? asked : exemplars;
    }

    private static int exemplars(Literal value) {
        return switch (value) {
            case Literal.Bool(boolean wanted) -> wanted ? MetricsOptions.DEFAULT_EXEMPLARS : 0;
            case Literal.Int(long number) -> (int) Math.clamp(number, 0, MAX_EXEMPLARS);
            case Literal.Float _, Literal.Text _, Literal.Duration _, Literal.Status _, Literal.Kind _ -> UNSET;
        };
    }

    private static void checkShare(Query.Hint hint) {
        if (hint.value().isNumber()) {
            double share = Comparison.number(Values.of(hint.value()));
            if (!(share > 0 && share <= 1)) {
                throw QueryErrors.invalid(
                        hint.at(), hint.name() + " is " + share + "; expected true, false or a share above 0, up to 1");
            }
        }
    }
}
