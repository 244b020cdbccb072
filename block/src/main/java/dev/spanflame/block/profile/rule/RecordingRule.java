package dev.spanflame.block.profile.rule;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.selector.SelectorParser;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import dev.spanflame.proto.types.v1.LabelPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A rule, checked: which profiles count, by which of their labels they are told apart, and what the metric
/// is called. Immutable.
///
/// `labels` are those of every series of the metric, its name as `__name__` and the id of the rule among
/// them. With `function` only stacks count in which it is.
public record RecordingRule(
        String profileType,
        List<LabelMatcher> matchers,
        List<String> groupBy,
        Labels labels,
        Optional<String> function) {
    /// What every metric begins with.
    public static final String METRIC_PREFIX = "profiles_recorded_";
    /// Label with the id of the rule.
    public static final String ID_LABEL = "profiles_rule_id";

    /// Label that tells the series of several ingesters apart, as Pyroscope calls it.
    public static final String INSTANCE_LABEL = "pyroscope_instance";

    private static final List<String> RESERVED = List.of(ID_LABEL, INSTANCE_LABEL);
    private static final int MAX_LABELS = 30;
    private static final int MAX_TEXT = 1024;
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern ID = Pattern.compile("[a-zA-Z]{1,100}");

    /// Copies the lists.
    public RecordingRule {
        matchers = List.copyOf(matchers);
        groupBy = List.copyOf(groupBy);
    }

    /// Checks a rule; throws [BackendException] of kind BAD_REQUEST that names everything that is wrong
    /// with it.
    public static RecordingRule of(RecordingRuleStore rule) {
        List<String> wrong = new ArrayList<>();
        require(ID.matcher(rule.getId()).matches(), "id must be 1 to 100 letters", wrong);
        String metric = rule.getMetricName();
        require(
                METRIC.matcher(metric).matches() && metric.startsWith(METRIC_PREFIX) && metric.length() <= MAX_TEXT,
                "metric_name '" + shown(metric) + "' must begin with " + METRIC_PREFIX + " and match " + METRIC,
                wrong);
        List<LabelMatcher> matchers = matchers(rule, wrong);
        List<LabelMatcher> types = matchers.stream()
                .filter(matcher -> matcher.name().equals(SeriesLabels.PROFILE_TYPE))
                .toList();
        require(
                types.size() == 1 && types.getFirst().operator() == LabelMatcher.Operator.EQUAL,
                "matchers must have exactly one " + SeriesLabels.PROFILE_TYPE + "=\"...\"",
                wrong);
        require(
                rule.getGroupByCount() + rule.getExternalLabelsCount() <= MAX_LABELS,
                "group_by and external_labels have more than " + MAX_LABELS + " labels",
                wrong);
        rule.getGroupByList().forEach(name -> requireLabel("group_by", name, wrong));
        rule.getExternalLabelsList().forEach(pair -> requireExternal(pair, wrong));
        require(function(rule).orElse("").length() <= 64 << 10, "function_name is longer than 64 KiB", wrong);
        if (!wrong.isEmpty()) {
            throw BackendException.badRequest("invalid_recording_rule", "invalid rule: " + String.join("; ", wrong));
        }
        return new RecordingRule(
                types.getFirst().value(), matchers, rule.getGroupByList(), labels(rule), function(rule));
    }

    /// Checks a rule that somebody writes: also that its labels do not contradict each other, which older rules may.
    public static RecordingRule written(RecordingRuleStore rule) {
        RecordingRule checked = of(rule);
        List<String> wrong = new ArrayList<>();
        Set<String> external = new HashSet<>();
        for (LabelPair pair : rule.getExternalLabelsList()) {
            requireFree("external_labels", pair.getName(), wrong);
            require(external.add(pair.getName()), "external_labels have '" + pair.getName() + "' twice", wrong);
        }
        for (String name : new LinkedHashSet<>(rule.getGroupByList())) {
            requireFree("group_by", name, wrong);
            require(
                    !external.contains(name),
                    "'" + name + "' is in group_by and in external_labels; a series cannot have both values",
                    wrong);
        }
        if (!wrong.isEmpty()) {
            throw BackendException.badRequest("invalid_recording_rule", "invalid rule: " + String.join("; ", wrong));
        }
        return checked;
    }

    private static void requireFree(String field, String name, List<String> wrong) {
        require(
                !name.startsWith("__") && !RESERVED.contains(name),
                field + " has '" + name + "', which is reserved, as are " + String.join(", ", RESERVED)
                        + " and names that begin with __",
                wrong);
    }

    private static void require(boolean holds, String message, List<String> wrong) {
        if (!holds) {
            wrong.add(message);
        }
    }

    private static void requireLabel(String field, String name, List<String> wrong) {
        require(
                LABEL.matcher(name).matches() && name.length() <= MAX_TEXT,
                field + " has '" + shown(name) + "', which does not match " + LABEL,
                wrong);
    }

    private static void requireExternal(LabelPair pair, List<String> wrong) {
        requireLabel("external_labels", pair.getName(), wrong);
        require(pair.getValue().length() <= MAX_TEXT, "an external label is longer than " + MAX_TEXT, wrong);
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static List<LabelMatcher> matchers(RecordingRuleStore rule, List<String> wrong) {
        List<LabelMatcher> all = new ArrayList<>();
        for (String text : rule.getMatchersList()) {
            try {
                all.addAll(SelectorParser.parse(text));
            } catch (BackendException e) {
                wrong.add("matcher '" + shown(text) + "' is not valid: " + e.text());
            }
        }
        return all;
    }

    private static Labels labels(RecordingRuleStore rule) {
        Map<String, String> labels = new TreeMap<>();
        rule.getExternalLabelsList().forEach(pair -> labels.put(pair.getName(), pair.getValue()));
        labels.put(SeriesLabels.NAME, rule.getMetricName());
        labels.put(ID_LABEL, rule.getId());
        labels.values().removeIf(String::isEmpty);
        return Labels.of(labels);
    }

    private static Optional<String> function(RecordingRuleStore rule) {
        String name = rule.getStacktraceFilter().getFunctionName().getFunctionName();
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /// The labels of the series of the metric that a series of profiles belongs to; empty where it does
    /// not count.
    Optional<Labels> target(Labels series) {
        if (!LabelMatcher.allMatch(matchers, series)) {
            return Optional.empty();
        }
        if (groupBy.isEmpty()) {
            return Optional.of(labels);
        }
        Map<String, String> all = labels.asMap();
        for (String name : groupBy) {
            series.get(name).ifPresent(value -> all.put(name, value));
        }
        // whatever the labels of profiles are, they cannot rename the metric
        labels.get(SeriesLabels.NAME).ifPresent(name -> all.put(SeriesLabels.NAME, name));
        labels.get(ID_LABEL).ifPresent(id -> all.put(ID_LABEL, id));
        return Optional.of(Labels.of(all));
    }
}
