package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.columns.LabelSets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Where the samples of one profile go, by their attributes: a batch for each service, a set of labels,
/// a thread.
///
/// The name of the thread is a column, not a label, for else each thread would make a series; its
/// number stands in where there is no name.
final class Targets {
    /// A batch and what a sample adds in it. `thread` is a text of the symbols, 0 where unknown.
    static final class Target {
        private final ProfileBatch batch;
        private final LabelSets sets;
        private int labelSet;
        private long thread;

        Target(ProfileBatch batch, ProfileLimits limits) {
            this.batch = batch;
            this.sets = new LabelSets(batch, limits);
        }

        ProfileBatch batch() {
            return batch;
        }

        int labelSet() {
            return labelSet;
        }

        long thread() {
            return thread;
        }
    }

    private final Dictionary dictionary;
    private final ProfileLimits limits;
    private final Supplier<ProfileBatch> maker;
    private final Map<String, Target> byService = new LinkedHashMap<>();
    private int[] labels = new int[16];

    Targets(Dictionary dictionary, ProfileLimits limits, Supplier<ProfileBatch> maker) {
        this.dictionary = dictionary;
        this.limits = limits;
        this.maker = maker;
    }

    ProfileLimits limits() {
        return limits;
    }

    /// The batches by the service that samples named; the empty name stands for that of the resource.
    Map<String, ProfileBatch> batches() {
        Map<String, ProfileBatch> batches = new LinkedHashMap<>();
        byService.forEach((service, target) -> batches.put(service, target.batch));
        return batches;
    }

    /// Where a sample with these attributes goes; valid until the next call. Hot path.
    Target of(IntList attributes) {
        String service = "";
        int count = 0;
        int name = -1;
        int id = -1;
        if (attributes.size() > limits.maxSampleLabels()) {
            throw BackendException.badRequest(
                    "sample_labels_limit",
                    "a sample has " + attributes.size() + " attributes, more than " + limits.maxSampleLabels()
                            + " (max_profile_stacktrace_sample_labels)");
        }
        if (attributes.size() > labels.length) {
            labels = new int[attributes.size()];
        }
        for (int i = 0; i < attributes.size(); i++) {
            int attribute = attributes.get(i);
            switch (dictionary.role(attribute)) {
                case LABEL -> labels[count++] = attribute;
                case SERVICE -> service = dictionary.attribute(attribute).value();
                case THREAD_NAME -> name = attribute;
                case THREAD_ID -> id = attribute;
                case NOTHING -> {}
            }
        }
        Target target = byService.get(service);
        if (target == null) {
            target = new Target(maker.get(), limits);
            byService.put(service, target);
        }
        target.labelSet = count == 0 ? 0 : target.sets.find(labels, count, this::labels);
        target.thread = name < 0 && id < 0 ? 0 : dictionary.valueText(name >= 0 ? name : id);
        return target;
    }

    private Labels labels(int[] attributes, int length) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < length; i++) {
            AttributeText.Pair pair = dictionary.attribute(attributes[i]);
            all.putIfAbsent(pair.key(), pair.value());
        }
        return Labels.of(all);
    }
}
