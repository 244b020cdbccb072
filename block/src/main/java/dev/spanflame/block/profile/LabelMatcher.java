package dev.spanflame.block.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.traceql.type.TextPattern;
import java.util.List;
import java.util.Optional;

/// One condition of a label selector, as in Prometheus: `name="value"`, `!=`, `=~`, `!~`. Immutable.
///
/// A missing label equals an empty one. Regular expressions are RE2's and must match the whole value.
public final class LabelMatcher {
    /// How a value is compared.
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        NOT_MATCHES("!~");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /// The operator as it is written.
        public String sign() {
            return sign;
        }
    }

    private final String name;
    private final Operator operator;
    private final String value;
    private final Optional<TextPattern> pattern;

    private LabelMatcher(String name, Operator operator, String value, Optional<TextPattern> pattern) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = pattern;
    }

    /// A condition; throws [BackendException] of kind BAD_REQUEST when `value` is no valid regular
    /// expression.
    public static LabelMatcher of(String name, Operator operator, String value) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> new LabelMatcher(name, operator, value, Optional.empty());
            case MATCHES, NOT_MATCHES -> new LabelMatcher(name, operator, value, Optional.of(compile(value)));
        };
    }

    /// `name="value"`.
    public static LabelMatcher equal(String name, String value) {
        return of(name, Operator.EQUAL, value);
    }

    /// Whether labels satisfy all of the conditions.
    public static boolean allMatch(List<LabelMatcher> matchers, Labels labels) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(labels.value(matcher.name))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a value, empty where the label is missing, satisfies the condition.
    public boolean matches(String actual) {
        return switch (operator) {
            case EQUAL -> actual.equals(value);
            case NOT_EQUAL -> !actual.equals(value);
            case MATCHES -> pattern.orElseThrow().matches(actual);
            case NOT_MATCHES -> !pattern.orElseThrow().matches(actual);
        };
    }

    /// Name of the label.
    public String name() {
        return name;
    }

    /// How the value is compared.
    public Operator operator() {
        return operator;
    }

    /// What the value is compared with.
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return name + operator.sign() + '"' + value + '"';
    }

    private static TextPattern compile(String expression) {
        try {
            return TextPattern.compile(expression);
        } catch (IllegalArgumentException e) {
            throw BackendException.badRequest(
                    "invalid_regex",
                    "'" + TextPattern.shown(expression) + "' is not a valid regular expression: " + e.getMessage());
        }
    }
}
