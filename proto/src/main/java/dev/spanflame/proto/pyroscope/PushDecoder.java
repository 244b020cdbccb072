package dev.spanflame.proto.pyroscope;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.BoundedInflater;
import dev.spanflame.proto.inflate.ContentCoding;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.pprof.PprofDecoder;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.types.v1.LabelPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Decodes `push.v1.PushRequest`: any number of series, each with labels and pprof profiles.
final class PushDecoder {
    private final PprofDecoder pprof;
    private final SeriesRules rules;

    PushDecoder(ProfileLimits limits) {
        this.pprof = new PprofDecoder(limits);
        this.rules = new SeriesRules(limits);
    }

    Upload decode(byte[] message, long receivedNanos, InflateBudget budget, BitSet judged) {
        PushRequest request = parse(message);
        List<Upload.Part> parts = new ArrayList<>();
        List<Upload.Refused> refused = new ArrayList<>();
        BitSet refusedProfiles = (BitSet) judged.clone();
        int profile = 0;
        for (RawProfileSeries series : request.getSeriesList()) {
            for (RawSample sample : series.getSamplesList()) {
                if (!judged.get(profile)) {
                    try {
                        Upload.Part part = decode(series, sample, profile, budget);
                        ProfileBatch batch = part.batches().getFirst();
                        if (batch.timeNanos() <= 0) {
                            batch.setTime(receivedNanos, batch.durationNanos());
                        }
                        refused.addAll(Refusals.ofTypes(batch, what(series, profile)));
                        parts.add(part);
                    } catch (BackendException e) {
                        refused.add(Refusals.of(e, what(series, profile)));
                        refusedProfiles.set(profile);
                    }
                }
                profile++;
            }
        }
        if (profile == 0) {
            throw BackendException.badRequest("malformed_profile", "no profiles received");
        }
        return new Upload(parts, refused, refusedProfiles, ErrorKind.BAD_REQUEST);
    }

    private Upload.Part decode(RawProfileSeries series, RawSample sample, int position, InflateBudget budget) {
        Labels labels = rules.normalise(labels(series));
        RawBytes raw = RawBytes.of(sample.getRawProfile());
        ProfileBatch batch = pprof.decode(inflated(raw, budget));
        batch.setLabels(labels);
        rules.checkSamples(batch);
        Refusals.checkAnyType(batch);
        Optional<ContentKey> key = batch.timeNanos() <= 0
                ? Optional.empty()
                : Optional.of(new ContentKey.Builder().add(labels).add(raw).build());
        return new Upload.Part(position, key, List.of(batch));
    }

    private static byte[] inflated(RawBytes raw, InflateBudget budget) {
        ContentCoding coding = ContentCoding.sniff(raw.array(), raw.from(), raw.to());
        return coding == ContentCoding.IDENTITY
                ? BoundedInflater.inflate(coding, raw.copy(), budget)
                : BoundedInflater.inflate(coding, raw.array(), raw.from(), raw.to(), budget);
    }

    /// Profiles stay where they are in `message`.
    private static PushRequest parse(byte[] message) {
        try {
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
            in.enableAliasing(true);
            PushRequest request = PushRequest.parseFrom(in);
            in.checkLastTagWas(0);
            return request;
        } catch (IOException e) {
            throw BackendException.badRequest(
                    "malformed_protobuf", "request is not a valid push.v1.PushRequest message: " + e.getMessage());
        }
    }

    private static List<Labels.Label> labels(RawProfileSeries series) {
        List<Labels.Label> labels = new ArrayList<>();
        for (LabelPair pair : series.getLabelsList()) {
            labels.add(new Labels.Label(pair.getName(), pair.getValue()));
        }
        return labels;
    }

    private static String what(RawProfileSeries series, int profile) {
        for (LabelPair pair : series.getLabelsList()) {
            if (pair.getName().equals("service_name")) {
                String service = pair.getValue();
                String shown = service.length() > 100 ? service.substring(0, 100) + "..." : service;
                return "profile " + profile + " of service '" + shown + "'";
            }
        }
        return "profile " + profile;
    }
}
