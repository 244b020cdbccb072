package dev.spanflame.proto.jfr;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.jfr.labels.Context;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Finds the labels of samples: those of their context and the name of their span.
final class ContextLabels {
    private static final String SPAN_NAME = "span_name";

    /// What a sample carries in place of labels.
    private record Key(long context, long spanName) {}

    private final LabelsSnapshot snapshot;
    private final ProfileLimits limits;
    private final Map<Key, Labels> known = new HashMap<>();
    private final Map<ProfileBatch, Map<Labels, Integer>> sets = new HashMap<>();

    ContextLabels(LabelsSnapshot snapshot, ProfileLimits limits) {
        this.snapshot = snapshot;
        this.limits = limits;
    }

    /// Number of the set of labels of a sample in its batch.
    int set(ProfileBatch batch, long context, long spanName) {
        if ((context | spanName) == 0) {
            return 0;
        }
        Labels labels = known.computeIfAbsent(new Key(context, spanName), this::labels);
        if (labels.size() == 0) {
            return 0;
        }
        return sets.computeIfAbsent(batch, _ -> new HashMap<>()).computeIfAbsent(labels, one -> add(batch, one));
    }

    private int add(ProfileBatch batch, Labels labels) {
        int number = batch.labelSets().size();
        if (number > limits.maxLabelSets()) {
            throw new BackendException(
                    ErrorKind.UNPROCESSABLE,
                    "series_limit",
                    "the samples of the recording have more than " + limits.maxLabelSets()
                            + " distinct sets of labels, each of which would become a series; send fewer labels");
        }
        batch.labelSets().add(labels);
        return number;
    }

    private Labels labels(Key key) {
        Map<String, String> labels = new TreeMap<>();
        Context context = snapshot.getContextsMap().get(key.context());
        if (context != null) {
            if (context.getLabelsCount() > limits.maxSampleLabels()) {
                throw new BackendException(
                        ErrorKind.UNPROCESSABLE,
                        "sample_labels_limit",
                        "a context has " + context.getLabelsCount() + " labels, more than " + limits.maxSampleLabels()
                                + " (max_profile_stacktrace_sample_labels)");
            }
            context.getLabelsMap().forEach((name, value) -> put(labels, text(name), text(value)));
        }
        put(labels, SPAN_NAME, text(key.spanName()));
        return Labels.of(labels);
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (!name.isEmpty() && !value.isEmpty()) {
            labels.put(name, value);
        }
    }

    private String text(long number) {
        return number == 0 ? "" : snapshot.getStringsMap().getOrDefault(number, "");
    }
}
