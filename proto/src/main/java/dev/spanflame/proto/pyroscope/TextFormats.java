package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.text.FoldedDecoder;
import dev.spanflame.proto.text.NamedType;
import dev.spanflame.proto.text.NodeDecoder;
import dev.spanflame.proto.text.SpeedscopeDecoder;
import dev.spanflame.proto.text.TextProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Decodes the formats of `/ingest` in which stacks are names alone.
final class TextFormats {
    private static final long SECOND = 1_000_000_000;
    /// Label of profiles that older agents cut out for one request each; Pyroscope forgets them as well.
    private static final String PROFILE_ID = "profile_id";

    private final ProfileLimits limits;

    TextFormats(ProfileLimits limits) {
        this.limits = limits;
    }

    /// Makes the labels of a series.
    @FunctionalInterface
    interface Naming {
        /// Labels of the profile `name` of `app`, and `extra` ones.
        Labels labels(String app, String name, Labels extra);
    }

    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST where the name of the
    /// application does not say what is counted and nothing else does.
    void check(IngestParameters parameters) {
        switch (parameters.format()) {
            case TRIE, TREE, LINES, GROUPS -> NamedType.of(parameters.name().app());
            case JFR, PPROF, SPEEDSCOPE -> {}
        }
    }

    /// The profiles in `content`; none where it has no sample.
    List<ProfileBatch> decode(IngestParameters parameters, byte[] content, Naming naming) {
        if (parameters.name().labels().stream().anyMatch(label -> label.name().equals(PROFILE_ID))) {
            return List.of();
        }
        long period = SECOND / parameters.sampleRate();
        List<ProfileBatch> batches = new ArrayList<>();
        if (parameters.format() == IngestParameters.Format.SPEEDSCOPE) {
            for (SpeedscopeDecoder.Named one :
                    SpeedscopeDecoder.read(content, parameters.name().app(), period, limits)) {
                Labels extra = one.name().isEmpty() ? Labels.EMPTY : Labels.of("profile_name", one.name());
                ProfileBatch batch = one.profile().batch();
                batch.setLabels(naming.labels(one.type().app(), one.type().profile(), extra));
                batches.add(batch);
            }
        } else {
            NamedType type = NamedType.of(parameters.name().app());
            TextProfile profile =
                    new TextProfile(parameters.format().name().toLowerCase(Locale.ROOT), type, period, limits);
            read(parameters.format(), content, profile);
            profile.batch().setLabels(naming.labels(type.app(), type.profile(), Labels.EMPTY));
            batches.add(profile.batch());
        }
        batches.removeIf(batch -> batch.samples().size() == 0);
        for (ProfileBatch batch : batches) {
            batch.setTime(parameters.fromNanos(), parameters.untilNanos() - parameters.fromNanos());
        }
        return batches;
    }

    private static void read(IngestParameters.Format format, byte[] content, TextProfile profile) {
        switch (format) {
            case TRIE -> NodeDecoder.readTrie(content, profile);
            case TREE -> NodeDecoder.readTree(content, profile);
            case LINES -> FoldedDecoder.readLines(content, profile);
            case GROUPS -> FoldedDecoder.readCounted(content, profile);
            case JFR, PPROF, SPEEDSCOPE -> throw new IllegalArgumentException(format + " is no list of stacks");
        }
    }
}
