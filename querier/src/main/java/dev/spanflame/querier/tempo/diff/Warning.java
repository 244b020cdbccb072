package dev.spanflame.querier.tempo.diff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Why a difference may mislead.
record Warning(String code, String message) {
    private static final int EXAMPLES = 3;
    private static final int MAX_NAME = 120;

    /// Long numbers and long hexadecimal words, which tell one request from another.
    private static final Pattern REQUEST_ID =
            Pattern.compile("\\b(?:[0-9]{6,}|[0-9a-f][0-9a-f-]{7,})\\b", Pattern.CASE_INSENSITIVE);

    /// The warnings about both traces.
    static List<Warning> of(SpanTree base, SpanTree compared) {
        List<Warning> warnings = new ArrayList<>();
        addNames(base, compared, warnings);
        addTimes("base", base, warnings);
        addTimes("compare", compared, warnings);
        addShared("base", base, warnings);
        addShared("compare", compared, warnings);
        return warnings;
    }

    private static void addNames(SpanTree base, SpanTree compared, List<Warning> warnings) {
        Set<String> seen = new HashSet<>();
        for (SpanTree tree : List.of(base, compared)) {
            for (TreeSpan span : tree.spans()) {
                String name = span.key().name();
                if (seen.add(name) && REQUEST_ID.matcher(name).find()) {
                    warnings.add(new Warning(
                            "high_cardinality_span_name",
                            "span name " + shown(span.key()) + " seems to hold the id of a request; spans are"
                                    + " matched by name, so the same operation may show as removed and added."
                                    + " Put such ids into attributes"));
                    return;
                }
            }
        }
    }

    private static void addTimes(String side, SpanTree tree, List<Warning> warnings) {
        List<SpanKey> untimed = tree.spans().stream()
                .filter(span -> !span.hasDuration())
                .map(TreeSpan::key)
                .toList();
        if (!untimed.isEmpty()) {
            String examples =
                    untimed.stream().limit(EXAMPLES).map(Warning::shown).collect(Collectors.joining("; "));
            warnings.add(new Warning(
                    "invalid_duration",
                    side + " trace has " + untimed.size() + " spans without a usable duration, which counts as null"
                            + " or 0: " + examples));
        }
    }

    private static void addShared(String side, SpanTree tree, List<Warning> warnings) {
        if (tree.sharedIds() > 0) {
            warnings.add(new Warning(
                    "duplicate_span_id",
                    side + " trace has " + tree.sharedIds() + " spans whose id another span has; which of them"
                            + " the children belong to is a guess"));
        }
    }

    private static String shown(SpanKey key) {
        return "'" + cut(key.name()) + "' of service '" + cut(key.service()) + "', kind '" + key.kind() + "'";
    }

    private static String cut(String text) {
        return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "..." : text;
    }
}
