package dev.spanflame.generator.span;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spanflame.generator.span.Condition.Place;
import dev.spanflame.generator.span.Condition.Test;
import java.util.ArrayList;
import java.util.List;

/// Policies of a filter: each is a list of conditions that must all hold.
///
/// Written `resource.env = "dev" && kind = SPAN_KIND_CLIENT || name =~ "health.*"`: `||` between
/// policies, `&&` between conditions; a condition is `resource.KEY`, `span.KEY`, `name`, `kind` or
/// `status`, then `=` or `=~`, then a quoted text, a number, `true`, `false`, or the name of a kind
/// or status.
public final class Policies {
    /// No policy.
    public static final Policies NONE = new Policies(List.of());

    private final List<List<Condition>> policies;

    private Policies(List<List<Condition>> policies) {
        this.policies = policies;
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
        return new Policies(List.copyOf(policies));
    }

    private static Condition condition(PolicyScanner in) {
        String subject = in.word("resource.KEY, span.KEY, name, kind or status");
        Place place = place(in, subject);
        boolean regex = in.accept("=~");
        if (!regex && !in.accept("=")) {
            throw in.expected("'=' or '=~'");
        }
        int dot = subject.indexOf('.');
        byte[] key =
                AttributeKeys.bytes(place == Place.RESOURCE || place == Place.SPAN ? subject.substring(dot + 1) : "");
        return new Condition(place, key, regex ? regex(in) : value(in, place));
    }

    private static Place place(PolicyScanner in, String subject) {
        if (subject.startsWith("resource.") && subject.length() > 9) {
            return Place.RESOURCE;
        }
        if (subject.startsWith("span.") && subject.length() > 5) {
            return Place.SPAN;
        }
        return switch (subject) {
            case "name" -> Place.NAME;
            case "kind" -> Place.KIND;
            case "status" -> Place.STATUS;
            default -> throw in.expected("resource.KEY, span.KEY, name, kind or status before this");
        };
    }

    private static Test regex(PolicyScanner in) {
        String text = in.quoted();
        try {
            return new Test.Regex(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("has a regular expression that is none: " + e.getMessage());
        }
    }

    private static Test value(PolicyScanner in, Place place) {
        if (in.isQuote()) {
            return named(in, place, in.quoted());
        }
        String word = in.word("a quoted text, a number, true, false, or a name");
        if (place != Place.RESOURCE && place != Place.SPAN) {
            return named(in, place, word);
        }
        if (word.equals("true") || word.equals("false")) {
            return new Test.Flag(word.equals("true"));
        }
        try {
            return new Test.Number(Double.parseDouble(word));
        } catch (NumberFormatException _) {
            throw in.expected("a quoted text, a number, true or false before this");
        }
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
