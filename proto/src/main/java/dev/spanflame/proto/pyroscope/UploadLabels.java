package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// Changes the labels of all series of an upload, or drops them.
public final class UploadLabels {
    private final SeriesRules rules;
    private final Rules change;

    /// What is done with series.
    public interface Rules {
        /// Whether a sample type is stored; `labels` are those of the profile with `__type__` and
        /// `__unit__`.
        boolean keepsType(Map<String, String> labels);

        /// New labels for a series; empty where it is dropped.
        Optional<Map<String, String>> series(Map<String, String> labels);
    }

    private UploadLabels(Rules change, ProfileLimits limits) {
        this.change = change;
        this.rules = new SeriesRules(limits);
    }

    /// `upload` with new labels. Profiles of which nothing is left are no longer in it; those whose new
    /// labels break a rule are refused.
    public static Upload change(Upload upload, Rules change, ProfileLimits limits) {
        UploadLabels labels = new UploadLabels(change, limits);
        List<Upload.Part> parts = new ArrayList<>();
        List<Upload.Refused> refused = new ArrayList<>(upload.refused());
        BitSet refusedProfiles = (BitSet) upload.refusedProfiles().clone();
        for (Upload.Part part : upload.parts()) {
            try {
                List<ProfileBatch> kept =
                        part.batches().stream().filter(labels::isKept).toList();
                if (!kept.isEmpty()) {
                    parts.add(new Upload.Part(part.position(), part.key(), kept));
                }
            } catch (BackendException e) {
                refused.add(Refusals.of(e, "profile " + part.position() + " after relabelling"));
                refusedProfiles.set(part.position());
            }
        }
        return new Upload(parts, refused, refusedProfiles, upload.errorKind());
    }

    private boolean isKept(ProfileBatch batch) {
        for (int type = 0; type < batch.sampleTypes().size(); type++) {
            Map<String, String> labels = batch.labels().asMap();
            labels.put("__type__", batch.sampleTypes().get(type).type());
            labels.put("__unit__", batch.sampleTypes().get(type).unit());
            if (!change.keepsType(labels)) {
                batch.leaveOut(type);
            }
        }
        return !batch.isEmpty() && changeSeries(batch);
    }

    /// Gives each set of labels that a sample has its new form. What all of them have in common becomes
    /// the labels of the profile, so that none of these hides one of a sample.
    private boolean changeSeries(ProfileBatch batch) {
        Map<Integer, Map<String, String>> changed = new TreeMap<>();
        BitSet used = used(batch);
        for (int set = used.nextSetBit(0); set >= 0; set = used.nextSetBit(set + 1)) {
            Map<String, String> all = batch.labelSets().get(set).asMap();
            all.putAll(batch.labels().asMap());
            Optional<Map<String, String>> series = change.series(all);
            if (series.isPresent()) {
                List<Labels.Label> pairs = Labels.of(series.get()).pairs();
                changed.put(set, rules.normalise(pairs).asMap());
            }
        }
        if (changed.isEmpty()) {
            return false;
        }
        forget(batch, changed.keySet()::contains);
        Map<String, String> common = new TreeMap<>(changed.values().iterator().next());
        changed.values().forEach(labels -> common.entrySet().retainAll(labels.entrySet()));
        changed.forEach((set, labels) -> {
            labels.entrySet().removeAll(common.entrySet());
            batch.labelSets().set(set, Labels.of(labels));
        });
        batch.setLabels(Labels.of(common));
        return true;
    }

    /// Samples without a value take no room.
    private static void forget(ProfileBatch batch, IntPredicate isKept) {
        SampleTable samples = batch.samples();
        for (int row = 0; row < samples.size(); row++) {
            if (!isKept.test(samples.rows().getInt(SampleColumn.LABEL_SET, row))) {
                for (int type = 0; type < samples.types(); type++) {
                    samples.setValue(row, type, 0);
                }
            }
        }
    }

    private static BitSet used(ProfileBatch batch) {
        BitSet used = new BitSet();
        for (int row = 0; row < batch.samples().size(); row++) {
            used.set(batch.samples().rows().getInt(SampleColumn.LABEL_SET, row));
        }
        return used;
    }
}
