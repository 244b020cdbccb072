package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SeriesLabels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Checks the labels of series and gives them their usual form. The reasons of refusals are Pyroscope's.
final class SeriesRules {
    private static final String DELTA_PREFIX = "godeltaprof_";
    /// Made by the server, or orders to a server of old; what a client sends under these names is forgotten.
    private static final Set<String> NOT_FROM_CLIENTS = Set.of(
            SeriesLabels.PROFILE_TYPE,
            SeriesLabels.TYPE,
            SeriesLabels.UNIT,
            SeriesLabels.PERIOD_TYPE,
            SeriesLabels.PERIOD_UNIT,
            SeriesLabels.SERVICE_COPY,
            "__delta__",
            "__order__");

    private final ProfileLimits limits;

    SeriesRules(ProfileLimits limits) {
        this.limits = limits;
    }

    /// Labels to store a series under. Throws [BackendException] of kind BAD_REQUEST for a series that breaks a rule.
    Labels normalise(List<Labels.Label> sent) {
        if (sent.isEmpty()) {
            throw BackendException.badRequest(
                    "missing_labels", "the series has no label; expected at least " + SeriesLabels.NAME);
        }
        Map<String, String> labels = new TreeMap<>();
        for (Labels.Label label : sent) {
            if (labels.put(label.name(), label.value()) != null) {
                throw BackendException.badRequest(
                        "duplicate_label_names", "the series has the label '" + label.name() + "' twice");
            }
        }
        labels.keySet().removeAll(NOT_FROM_CLIENTS);
        checkName(labels.getOrDefault(SeriesLabels.NAME, ""));
        if (labels.getOrDefault(SeriesLabels.SERVICE, "").isEmpty()) {
            labels.put(SeriesLabels.SERVICE, SeriesLabels.UNKNOWN_SERVICE);
        }
        relabel(labels);
        Labels normal = Labels.of(labels);
        check(normal);
        return normal;
    }

    /// Checks the labels that samples add to those of their profile.
    void checkSamples(ProfileBatch batch) {
        for (Labels labels : batch.labelSets()) {
            Map<String, String> all = labels.asMap();
            all.putAll(batch.labels().asMap());
            check(Labels.of(all));
        }
    }

    /// What Pyroscope's default rules do: profiles that an agent made differences of carry their plain name.
    private static void relabel(Map<String, String> labels) {
        String name = labels.getOrDefault(SeriesLabels.NAME, "");
        if (name.startsWith(DELTA_PREFIX) && name.length() > DELTA_PREFIX.length()) {
            labels.put(SeriesLabels.NAME, name.substring(DELTA_PREFIX.length()));
            labels.put(SeriesLabels.REPLACED_NAME, name);
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw BackendException.badRequest(
                    "missing_labels",
                    "the series has no label " + SeriesLabels.NAME + "; expected the name of the profile, such as"
                            + " process_cpu");
        }
        if (name.indexOf(':') >= 0) {
            throw BackendException.badRequest(
                    "invalid_labels",
                    "the profile name '" + shown(name) + "' has a colon, which separates the parts of a profile type");
        }
    }

    private void check(Labels labels) {
        if (labels.size() > limits.maxLabelNames()) {
            throw BackendException.badRequest(
                    "max_label_names_per_series",
                    "the series has " + labels.size() + " labels, more than " + limits.maxLabelNames()
                            + " (max_label_names_per_series)");
        }
        for (Labels.Label label : labels) {
            checkLabel(label);
        }
    }

    private void checkLabel(Labels.Label label) {
        if (label.name().isEmpty()) {
            throw BackendException.badRequest("invalid_labels", "the series has a label without a name");
        }
        if (bytes(label.name()) > limits.maxLabelNameBytes()) {
            throw BackendException.badRequest(
                    "label_name_too_long",
                    "the label name '" + shown(label.name()) + "' has more than " + limits.maxLabelNameBytes()
                            + " bytes (max_label_name_length)");
        }
        if (bytes(label.value()) > limits.maxLabelValueBytes()) {
            throw BackendException.badRequest(
                    "label_value_too_long",
                    "the value of label '" + shown(label.name()) + "' has more than " + limits.maxLabelValueBytes()
                            + " bytes (max_label_value_length): '" + shown(label.value()) + "'");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }
}
