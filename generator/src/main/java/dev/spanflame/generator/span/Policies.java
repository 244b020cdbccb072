package dev.spanflame.generator.span;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spanflame.generator.span.Condition.Place;
import dev.spanflame.generator.span.Condition.Test;
import dev.spanflame.traceql.type.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Policies of a filter: each is a list of conditions that must all hold.
///
/// Written `resource.env = "dev" && kind = SPAN_KIND_CLIENT || name =~ "health.*"`: `||` between
/// policies, `&&` between conditions; a condition is `resource.KEY`, `span.KEY`, `name`, `kind` or
/// `status`, then `=` or `=~`, then a quoted text, a number, `true`, `false`, or the name of a kind
/// or status.
public final class Policies {
    /// No policy.
    public static final Policies NONE = new Policies("", List.of());

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

    private final Object source;
    private final List<List<Condition>> policies;

    /// A condition in parts.
    ///
    /// @param subject `resource.KEY`, `span.KEY`, `name`, `kind` or `status`
    /// @param value   a text, a number or a truth value
    /// @param regex   whether the text is a regular expression
    public record Wanted(String subject, Object value, boolean regex) {}

    /// `source` is what the policies were made of, by which they are compared.
    private Policies(Object source, List<List<Condition>> policies) {
        this.source = source;
        this.policies = policies;
    }

    /// Policies of these conditions. Throws [IllegalArgumentException] for a condition that cannot be tested.
    public static Policies of(List<List<Wanted>> wanted) {
        return wanted.isEmpty()
                ? NONE
                : new Policies(
                        List.copyOf(wanted),
                        wanted.stream()
                                .map(policy ->
                                        policy.stream().map(Policies::condition).toList())
                                .toList());
    }

    private static Condition condition(Wanted wanted) {
        Place place = place(wanted.subject())
                .orElseThrow(() -> new IllegalArgumentException(
                        "has '" + wanted.subject() + "'; expected resource.KEY, span.KEY, name, kind or status"));
        Test test = switch (wanted.value()) {
            case String text -> wanted.regex() ? regex(text) : new Test.Text(text);
            case Number number -> new Test.Number(number.doubleValue());
            case Boolean flag -> new Test.Flag(flag);
            default ->
                throw new IllegalArgumentException(
                        "has a value of '" + wanted.subject() + "' that is no text, number or truth value");
        };
        return new Condition(place, key(place, wanted.subject()), test);
    }

    /// Reads policies; throws [IllegalArgumentException] that says what is wrong and where.
    public static Policies parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<List<Condition>> policies = new ArrayList<>();
        List<Condition> policy = new ArrayList<>();
        PolicyScanner in = new PolicyScanner(text);
        while (true) {
            policy.add(condition(in));
            if (in.accept("&&")) {
                continue;
            }
            policies.add(List.copyOf(policy));
            policy.clear();
            if (!in.accept("||")) {
                break;
            }
        }
        if (!in.isAtEnd()) {
            throw in.expected("'&&', '||' or the end");
        }
        return new Policies(text.strip(), List.copyOf(policies));
    }

    private static Condition condition(PolicyScanner in) {
        String subject = in.word("resource.KEY, span.KEY, name, kind or status");
        Place place = place(subject)
                .orElseThrow(() -> in.expected("resource.KEY, span.KEY, name, kind or status before this"));
        boolean regex = in.accept("=~");
        if (!regex && !in.accept("=")) {
            throw in.expected("'=' or '=~'");
        }
        return new Condition(place, key(place, subject), regex ? regex(in.quoted()) : value(in, place));
    }

    private static byte[] key(Place place, String subject) {
        boolean isAttribute = place == Place.RESOURCE || place == Place.SPAN;
        return AttributeKeys.bytes(isAttribute ? subject.substring(subject.indexOf('.') + 1) : "");
    }

    private static Optional<Place> place(String subject) {
        if (subject.startsWith("resource.") && subject.length() > 9) {
            return Optional.of(Place.RESOURCE);
        }
        if (subject.startsWith("span.") && subject.length() > 5) {
            return Optional.of(Place.SPAN);
        }
        return switch (subject) {
            case "name" -> Optional.of(Place.NAME);
            case "kind" -> Optional.of(Place.KIND);
            case "status" -> Optional.of(Place.STATUS);
            default -> Optional.empty();
        };
    }

    private static Test regex(String text) {
        try {
            TextPattern.requireModest(text);
            return new Test.Regex(Pattern.compile(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a regular expression that is too large: " + e.getMessage());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("has a regular expression that is none: " + e.getMessage());
        }
    }

    private static Test value(PolicyScanner in, Place place) {
        if (in.isQuote()) {
            return named(in, place, in.quoted());
        }
        String word = in.word("a quoted text, a number, true, false, or a name");
        if (place == Place.KIND || place == Place.STATUS) {
            return named(in, place, word);
        }
        if (place == Place.NAME) {
            throw in.expected("a name in double quotes before this");
        }
        if (word.equals("true") || word.equals("false")) {
            return new Test.Flag(word.equals("true"));
        }
        if (!NUMBER.matcher(word).matches()) {
            throw in.expected("a quoted text, a number, true or false before this");
        }
        return new Test.Number(Double.parseDouble(word));
    }

    private static Test named(PolicyScanner in, Place place, String name) {
        boolean good = switch (place) {
            case KIND -> SpanNames.isKind(name);
            case STATUS -> SpanNames.isStatus(name);
            case NAME, RESOURCE, SPAN -> true;
        };
        if (!good) {
            throw in.expected(
                    place == Place.KIND
                            ? "a kind such as SPAN_KIND_SERVER before this"
                            : "a status such as STATUS_CODE_ERROR before this");
        }
        return new Test.Text(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Policies others && source.equals(others.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /// Whether there is none.
    boolean isEmpty() {
        return policies.isEmpty();
    }

    /// Whether all conditions of at least one policy hold.
    boolean matches(SpanRow span) {
        for (List<Condition> policy : policies) {
            boolean all = true;
            for (int i = 0; all && i < policy.size(); i++) {
                all = policy.get(i).matches(span);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    /// Whether all conditions of all policies hold.
    boolean allMatch(SpanRow span) {
        for (List<Condition> policy : policies) {
            for (Condition condition : policy) {
                if (!condition.matches(span)) {
                    return false;
                }
            }
        }
        return true;
    }
}
