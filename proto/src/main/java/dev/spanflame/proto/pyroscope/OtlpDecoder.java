package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.inflate.BoundedInflater;
import dev.spanflame.proto.inflate.ContentCoding;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.jfr.JfrDecoder;
import dev.spanflame.proto.jfr.JfrRecording;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import dev.spanflame.proto.otlp.profile.OtlpProfile;
import dev.spanflame.proto.otlp.profile.OtlpProfileDecoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Decodes OTLP's requests and holds their series to the rules that hold for all.
///
/// A profile that encloses the JFR recording it was made of is read from that, which says more.
final class OtlpDecoder {
    private static final long SECOND = 1_000_000_000;
    private static final int DEFAULT_SAMPLE_RATE = 100;

    private final OtlpProfileDecoder profiles;
    private final JfrDecoder jfr;
    private final SeriesRules rules;

    OtlpDecoder(ProfileLimits limits) {
        this.profiles = new OtlpProfileDecoder(limits);
        this.jfr = new JfrDecoder(limits);
        this.rules = new SeriesRules(limits);
    }

    Upload decode(byte[] message, long receivedNanos, InflateBudget budget, BitSet judged) {
        List<Upload.Part> parts = new ArrayList<>();
        List<Upload.Refused> refused = new ArrayList<>();
        BitSet refusedProfiles = (BitSet) judged.clone();
        int position = judged.nextClearBit(0);
        for (OtlpProfile profile : profiles.decode(message, receivedNanos, judged)) {
            String what =
                    "profile " + position + " of service '" + profile.labels().value(SeriesLabels.SERVICE) + "'";
            try {
                List<ProfileBatch> batches = batches(profile, receivedNanos, budget);
                batches.forEach(batch -> refused.addAll(Refusals.ofTypes(batch, what)));
                if (!batches.isEmpty()) {
                    parts.add(new Upload.Part(position, Optional.of(ContentKey.of(profile.content())), batches));
                }
            } catch (BackendException e) {
                refused.add(Refusals.of(e, what));
                refusedProfiles.set(position);
            }
            position = judged.nextClearBit(position + 1);
        }
        return new Upload(parts, refused, refusedProfiles, ErrorKind.BAD_REQUEST);
    }

    private List<ProfileBatch> batches(OtlpProfile profile, long receivedNanos, InflateBudget budget) {
        if (profile.refusal().isPresent()) {
            throw profile.refusal().get();
        }
        List<ProfileBatch> batches = profile.payload()
                .map(payload -> fromRecording(payload, profile.labels(), receivedNanos, budget))
                .filter(read -> !read.isEmpty())
                .orElse(profile.batches());
        for (ProfileBatch batch : batches) {
            batch.setLabels(rules.normalise(batch.labels().pairs()));
            rules.checkSamples(batch);
            Refusals.checkAnyType(batch);
        }
        return batches;
    }

    /// Profiles of the enclosed recording; none where it cannot be read, for the samples are there as
    /// well.
    private List<ProfileBatch> fromRecording(
            OtlpProfile.Payload payload, Labels labels, long receivedNanos, InflateBudget budget) {
        try {
            byte[] sent = payload.jfr();
            byte[] recording = BoundedInflater.inflate(ContentCoding.sniff(sent, 0, sent.length), sent, budget);
            long from = payload.fromNanos() > 0 ? payload.fromNanos() : receivedNanos;
            List<ProfileBatch> batches = jfr.decode(new JfrRecording(
                    recording,
                    LabelsSnapshot.getDefaultInstance(),
                    from,
                    Math.max(from, payload.untilNanos()),
                    sampleRate(payload.periodNanos())));
            for (ProfileBatch batch : batches) {
                Labels own = labels.with(SeriesLabels.NAME, batch.labels().value(SeriesLabels.NAME));
                String event = batch.labels().value(JfrDecoder.EVENT_LABEL);
                batch.setLabels(event.isEmpty() ? own : own.with(JfrDecoder.EVENT_LABEL, event));
            }
            return batches;
        } catch (BackendException e) {
            Refusals.of(e, "");
            return List.of();
        }
    }

    private static int sampleRate(long periodNanos) {
        return periodNanos < 1 || periodNanos > SECOND ? DEFAULT_SAMPLE_RATE : (int) (SECOND / periodNanos);
    }
}
