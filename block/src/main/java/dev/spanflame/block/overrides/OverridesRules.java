package dev.spanflame.block.overrides;

import dev.spanflame.block.overrides.GeneratorOverrides.DimensionMapping;
import dev.spanflame.block.overrides.GeneratorOverrides.FilterPolicy;
import dev.spanflame.block.overrides.GeneratorOverrides.PolicyAttribute;
import dev.spanflame.block.overrides.GeneratorOverrides.PolicyMatch;
import dev.spanflame.block.overrides.GeneratorOverrides.ServiceGraphs;
import dev.spanflame.block.overrides.GeneratorOverrides.SpanMetrics;
import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.type.TextPattern;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which values of overrides make sense. The ranges are Tempo's.
final class OverridesRules {
    private static final String GENERATOR = "metrics_generator.";
    private static final Set<String> PROCESSORS = Set.of(
            "service-graphs",
            "service-graphs-request",
            "service-graphs-latency",
            "service-graphs-connection-info",
            "span-metrics",
            "span-metrics-count",
            "span-metrics-latency",
            "span-metrics-size",
            "host-info");
    private static final Set<String> HISTOGRAMS = Set.of("classic", "native", "both");
    private static final Set<String> SANITIZATIONS = Set.of("disabled", "dry_run", "enabled");
    private static final Set<String> INTRINSICS =
            Set.of("service", "span_name", "span_kind", "status_code", "status_message");
    private static final Set<String> MATCH_TYPES = Set.of("strict", "regex");
    private static final Set<String> POLICY_INTRINSICS = Set.of("name", "kind", "status");
    private static final int MOST_BUCKETS = 200;
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private OverridesRules() {}

    /// `overrides`; throws [BackendException] of kind BAD_REQUEST for a value that makes no sense.
    static Overrides checked(Overrides overrides) {
        List<String> forwarders = overrides.forwarders();
        if (forwarders != null && !forwarders.isEmpty()) {
            throw refused(
                    "forwarders", "'" + forwarders.getFirst() + "' is no forwarder of this server, which has none");
        }
        Map<String, String> dimensions = overrides.costAttribution().dimensions();
        if (dimensions != null) {
            checkDimensions(dimensions);
        }
        checkGenerator(overrides.metricsGenerator());
        checkServiceGraphs(overrides.metricsGenerator().processor().serviceGraphs());
        checkSpanMetrics(overrides.metricsGenerator().processor().spanMetrics());
        String metric = overrides.metricsGenerator().processor().hostInfo().metricName();
        if (metric != null && !METRIC.matcher(metric).matches()) {
            throw refused(GENERATOR + "processor.host_info.metric_name", "is no name of letters, digits, _ and :");
        }
        return overrides;
    }

    private static void checkDimensions(Map<String, String> dimensions) {
        Map<String, String> labels = new HashMap<>();
        dimensions.forEach((attribute, name) -> {
            addLabel("cost_attribution.dimensions", labels, label(name.isEmpty() ? attribute : name), attribute);
        });
    }

    private static void addLabel(String place, Map<String, String> labels, String label, String attribute) {
        if (label.isEmpty()) {
            throw refused(place, "have an empty name");
        }
        String other = labels.put(label, attribute);
        if (other != null) {
            throw refused(
                    place,
                    "'" + cut(other) + "' and '" + cut(attribute) + "' both become the label '" + cut(label) + "'");
        }
    }

    private static void checkGenerator(GeneratorOverrides generator) {
        if (generator.processors() != null) {
            generator.processors().forEach(name -> oneOf(GENERATOR + "processors", name, PROCESSORS));
        }
        within("collection_interval", generator.collectionInterval(), Duration.ofSeconds(15), Duration.ofMinutes(5));
        within("ingestion_time_range_slack", generator.ingestionTimeRangeSlack(), Duration.ZERO, Duration.ofHours(12));
        String label = generator.traceIdLabelName();
        if (label != null && (!LABEL.matcher(label).matches() || label.startsWith("__"))) {
            throw refused(
                    GENERATOR + "trace_id_label_name",
                    "is no name of a Prometheus label (letters, digits and _, not __ at the beginning)");
        }
        oneOf(GENERATOR + "generate_native_histograms", generator.generateNativeHistograms(), HISTOGRAMS);
        oneOf(GENERATOR + "span_name_sanitization", generator.spanNameSanitization(), SANITIZATIONS);
        Long buckets = generator.nativeHistogramMaxBucketNumber();
        if (buckets != null && (buckets < 0 || buckets > 0xffff_ffffL)) {
            throw refused(GENERATOR + "native_histogram_max_bucket_number", "is not within 0 and 4294967295");
        }
        Double factor = generator.nativeHistogramBucketFactor();
        if (factor != null && !(factor > 1 && factor < Double.POSITIVE_INFINITY)) {
            throw refused(GENERATOR + "native_histogram_bucket_factor", "is " + factor + "; expected more than 1");
        }
    }

    private static void checkServiceGraphs(ServiceGraphs graphs) {
        String place = GENERATOR + "processor.service_graphs.";
        checkBuckets(place, graphs.histogramBuckets());
        checkPolicies(place, graphs.filterPolicies());
        Map<String, String> labels = new HashMap<>();
        if (graphs.dimensions() != null) {
            graphs.dimensions().forEach(name -> addLabel(place + "dimensions", labels, label(name), name));
        }
    }

    private static void checkSpanMetrics(SpanMetrics metrics) {
        String place = GENERATOR + "processor.span_metrics.";
        checkBuckets(place, metrics.histogramBuckets());
        checkPolicies(place, metrics.filterPolicies());
        Map<String, String> labels = new HashMap<>();
        if (metrics.intrinsicDimensions() != null) {
            metrics.intrinsicDimensions().forEach((name, enabled) -> {
                oneOf(place + "intrinsic_dimensions", name, INTRINSICS);
                if (enabled) {
                    labels.put(name, name);
                }
            });
        }
        if (metrics.dimensions() != null) {
            metrics.dimensions().forEach(name -> addLabel(place + "dimensions", labels, dimension(name), name));
        }
        if (metrics.dimensionMappings() != null) {
            metrics.dimensionMappings().forEach(mapping -> checkMapping(place + "dimension_mappings", mapping, labels));
        }
    }

    private static void checkMapping(String place, DimensionMapping mapping, Map<String, String> labels) {
        if (mapping.name().isEmpty() || mapping.sourceLabels().isEmpty()) {
            throw refused(place, "need a name and source_labels");
        }
        addLabel(place, labels, dimension(mapping.name()), mapping.name());
    }

    private static void checkBuckets(String place, @Nullable List<Double> buckets) {
        if (buckets == null) {
            return;
        }
        if (buckets.size() > MOST_BUCKETS) {
            throw refused(place + "histogram_buckets", "are " + buckets.size() + "; expected at most " + MOST_BUCKETS);
        }
        if (buckets.stream().anyMatch(bound -> !(bound > 0) || Double.isInfinite(bound))) {
            throw refused(place + "histogram_buckets", "are not all above 0 and finite");
        }
        for (int i = 1; i < buckets.size(); i++) {
            if (!(buckets.get(i) > buckets.get(i - 1))) {
                throw refused(
                        place + "histogram_buckets",
                        "do not ascend: " + buckets.get(i) + " comes after " + buckets.get(i - 1));
            }
        }
    }

    private static void checkPolicies(String place, @Nullable List<FilterPolicy> policies) {
        if (policies == null) {
            return;
        }
        for (FilterPolicy policy : policies) {
            if (policy.include() == null && policy.includeAny() == null && policy.exclude() == null) {
                throw refused(place + "filter_policies", "need one of include, include_any and exclude each");
            }
            checkMatch(place + "filter_policies.include", policy.include());
            checkMatch(place + "filter_policies.include_any", policy.includeAny());
            checkMatch(place + "filter_policies.exclude", policy.exclude());
        }
    }

    private static void checkMatch(String place, @Nullable PolicyMatch match) {
        if (match == null) {
            return;
        }
        oneOf(place + ".match_type", match.matchType(), MATCH_TYPES);
        for (PolicyAttribute attribute : match.attributes()) {
            String key = attribute.key();
            if (!POLICY_INTRINSICS.contains(key) && !isScoped(key, "resource.") && !isScoped(key, "span.")) {
                throw refused(
                        place + ".attributes",
                        "have the key '" + cut(key) + "'; expected resource.<name>, span.<name>, name, kind or status");
            }
            checkValue(place + ".attributes", match, attribute);
        }
    }

    private static boolean isScoped(String key, String scope) {
        return key.startsWith(scope) && key.length() > scope.length();
    }

    private static void checkValue(String place, PolicyMatch match, PolicyAttribute attribute) {
        boolean isText = attribute.value() instanceof String;
        boolean isPlain = isText || attribute.value() instanceof Number || attribute.value() instanceof Boolean;
        boolean wantsText = match.matchType().equals("regex") || POLICY_INTRINSICS.contains(attribute.key());
        if (!isPlain || (wantsText && !isText)) {
            throw refused(place, "have no value for '" + cut(attribute.key()) + "' that can be compared");
        }
        if (match.matchType().equals("regex") && attribute.value() instanceof String text) {
            try {
                TextPattern.compile(text);
            } catch (IllegalArgumentException e) {
                throw refused(
                        place, "have no regular expression for '" + cut(attribute.key()) + "': " + e.getMessage());
            }
        }
    }

    /// The label of a dimension: one that is named as an intrinsic one gets two underscores in front.
    private static String dimension(String attribute) {
        String label = label(attribute);
        return INTRINSICS.contains(label) ? "__" + label : label;
    }

    private static String label(String attribute) {
        String label = attribute.replaceAll("[^a-zA-Z0-9_]", "_");
        return !label.isEmpty() && Character.isDigit(label.charAt(0)) ? "_" + label : label;
    }

    private static void oneOf(String place, @Nullable String value, Set<String> known) {
        if (value != null && !known.contains(value)) {
            throw refused(
                    place,
                    "'" + cut(value) + "' is not known; expected one of " + String.join(", ", new TreeSet<>(known)));
        }
    }

    private static void within(String name, @Nullable Duration value, Duration least, Duration most) {
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            throw refused(GENERATOR + name, "is " + value + "; expected " + least + " to " + most);
        }
    }

    private static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static BackendException refused(String place, String trouble) {
        return BackendException.badRequest("invalid_overrides", "invalid overrides: " + place + " " + trouble);
    }
}
