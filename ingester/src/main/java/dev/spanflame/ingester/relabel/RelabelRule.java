package dev.spanflame.ingester.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spanflame.traceql.type.TextPattern;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One rule, as Prometheus' `relabel_config` has it. Immutable and thread-safe.
///
/// The regular expression is RE2's, so it takes linear time, and matches the whole text.
public final class RelabelRule {
    private static final int MD5_LOW = 8;

    private final Spec spec;
    private final Pattern pattern;
    private final Template target;
    private final Template replacement;

    /// A rule as it is written; texts that were left out have Prometheus' defaults, see [#DEFAULTS].
    public record Spec(
            RelabelAction action,
            List<String> sourceLabels,
            String separator,
            String regex,
            long modulus,
            String targetLabel,
            String replacement) {
        /// What holds for a rule of which nothing is said.
        public static final Spec DEFAULTS = new Spec(RelabelAction.REPLACE, List.of(), ";", "(.*)", 0, "", "$1");

        /// Copies the list.
        public Spec {
            sourceLabels = List.copyOf(sourceLabels);
        }
    }

    /// The rule that `spec` says. Throws [IllegalArgumentException] with the reason where it is none.
    public RelabelRule(Spec spec) {
        check(spec);
        this.spec = spec;
        this.pattern = compile(spec.regex());
        this.target = new Template(spec.targetLabel());
        this.replacement = new Template(spec.replacement());
    }

    private static void check(Spec spec) {
        boolean needsTarget = switch (spec.action()) {
            case REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
            case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
        };
        String action = spec.action().name().toLowerCase(Locale.ROOT);
        if (needsTarget && spec.targetLabel().isEmpty()) {
            throw new IllegalArgumentException("action " + action + " needs a target_label");
        }
        if (spec.action() == RelabelAction.HASHMOD && spec.modulus() <= 0) {
            throw new IllegalArgumentException("action hashmod needs a modulus of at least 1");
        }
        if (spec.action() == RelabelAction.LABELMAP && spec.replacement().isEmpty()) {
            throw new IllegalArgumentException("action labelmap needs a replacement, the new name of the label");
        }
    }

    private static Pattern compile(String regex) {
        try {
            TextPattern.requireModest(regex);
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("regex '" + regex + "' is not valid: " + e.getDescription(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("regex is too large: " + e.getMessage(), e);
        }
    }

    /// What it does.
    public RelabelAction action() {
        return spec.action();
    }

    /// Changes `labels`; returns whether what they belong to is kept.
    public boolean apply(Map<String, String> labels) {
        return switch (spec.action()) {
            case KEEP -> matches(text(labels));
            case DROP -> !matches(text(labels));
            case KEEPEQUAL -> labels.getOrDefault(spec.targetLabel(), "").equals(text(labels));
            case DROPEQUAL -> !labels.getOrDefault(spec.targetLabel(), "").equals(text(labels));
            case REPLACE -> replace(labels);
            case HASHMOD -> set(labels, spec.targetLabel(), remainder(text(labels)));
            case LOWERCASE -> set(labels, spec.targetLabel(), text(labels).toLowerCase(Locale.ROOT));
            case UPPERCASE -> set(labels, spec.targetLabel(), text(labels).toUpperCase(Locale.ROOT));
            case LABELMAP -> map(labels);
            case LABELDROP -> labels.keySet().removeIf(this::matches) || true;
            case LABELKEEP -> labels.keySet().removeIf(name -> !matches(name)) || true;
        };
    }

    private boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    private String text(Map<String, String> labels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < spec.sourceLabels().size(); i++) {
            text.append(i == 0 ? "" : spec.separator())
                    .append(labels.getOrDefault(spec.sourceLabels().get(i), ""));
        }
        return text.toString();
    }

    private boolean replace(Map<String, String> labels) {
        Matcher matcher = pattern.matcher(text(labels));
        if (matcher.matches()) {
            String name = target.expand(matcher);
            if (!name.isEmpty()) {
                set(labels, name, replacement.expand(matcher));
            }
        }
        return true;
    }

    private boolean map(Map<String, String> labels) {
        Map<String, String> copies = new TreeMap<>();
        labels.forEach((name, value) -> {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                copies.put(replacement.expand(matcher), value);
            }
        });
        copies.forEach((name, value) -> set(labels, name, value));
        return true;
    }

    /// A label without a value is no label.
    private static boolean set(Map<String, String> labels, String name, String value) {
        if (value.isEmpty() || name.isEmpty()) {
            labels.remove(name);
        } else {
            labels.put(name, value);
        }
        return true;
    }

    /// The lower half of the MD5 digest, as Prometheus has it, so that rules of both agree.
    private String remainder(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            long low = ByteBuffer.wrap(digest).getLong(MD5_LOW);
            return new BigInteger(Long.toUnsignedString(low))
                    .mod(BigInteger.valueOf(spec.modulus()))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
