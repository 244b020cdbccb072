package dev.spanflame.proto.pyroscope;

import com.google.protobuf.InvalidProtocolBufferException;
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
import dev.spanflame.proto.pprof.PprofDecoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Decodes requests to `/ingest`: a JFR recording or a pprof profile of one application, in a form or
/// bare.
///
/// Profiles that cannot be used are refused with kind UNPROCESSABLE; parameters that are wrong, with
/// BAD_REQUEST.
final class IngestDecoder {
    private static final String SPY = "pyroscope_spy";

    private final PprofDecoder pprof;
    private final JfrDecoder jfr;
    private final TextFormats text;
    private final SeriesRules rules;

    IngestDecoder(ProfileLimits limits) {
        this.pprof = new PprofDecoder(limits);
        this.jfr = new JfrDecoder(limits);
        this.text = new TextFormats(limits);
        this.rules = new SeriesRules(limits);
    }

    Upload decode(ProfileRequest.Ingest request, long receivedNanos, InflateBudget budget) {
        IngestParameters parameters = IngestParameters.parse(request, receivedNanos);
        Optional<Multipart> form = Multipart.isMultipart(request.contentType())
                ? Optional.of(Multipart.parse(request.contentType(), request.body()))
                : Optional.empty();
        text.check(parameters);
        try {
            List<ProfileBatch> batches = switch (parameters.format()) {
                case JFR -> decodeJfr(parameters, form, request.body(), budget);
                case PPROF -> decodePprof(parameters, form, request.body(), budget);
                case SPEEDSCOPE, TRIE, TREE, LINES, GROUPS ->
                    text.decode(
                            parameters,
                            inflate(required(form, "profile", request.body()), budget),
                            (app, name, extra) -> labels(parameters, app, name, extra));
            };
            List<Upload.Refused> refused = new ArrayList<>();
            for (ProfileBatch batch : batches) {
                refused.addAll(Refusals.ofTypes(
                        batch, "profile of '" + parameters.name().app() + "'"));
            }
            List<Upload.Part> parts = batches.isEmpty()
                    ? List.of()
                    : List.of(new Upload.Part(0, key(request, parameters, form, batches), batches));
            return new Upload(parts, refused, new BitSet(), ErrorKind.UNPROCESSABLE);
        } catch (BackendException e) {
            throw Unprocessable.of(e);
        }
    }

    /// Two requests with the same content and time are one that was sent twice.
    private static Optional<ContentKey> key(
            ProfileRequest.Ingest request,
            IngestParameters parameters,
            Optional<Multipart> form,
            List<ProfileBatch> batches) {
        boolean ownTime = batches.getFirst().timeNanos() != parameters.fromNanos()
                || parameters.format() == IngestParameters.Format.JFR;
        if (!parameters.hasTime() && !ownTime) {
            return Optional.empty();
        }
        ContentKey.Builder key = new ContentKey.Builder();
        batches.forEach(batch -> key.add(batch.labels()));
        if (parameters.hasTime()) {
            key.add(parameters.fromNanos()).add(parameters.untilNanos());
        }
        if (form.isEmpty()) {
            return Optional.of(key.add(request.body()).build());
        }
        for (String part : List.of("jfr", "labels", "profile")) {
            key.add(form.get().part(part).orElse(new byte[0]));
        }
        return Optional.of(key.build());
    }

    private List<ProfileBatch> decodeJfr(
            IngestParameters parameters, Optional<Multipart> form, byte[] body, InflateBudget budget) {
        byte[] recording = inflate(required(form, "jfr", body), budget);
        byte[] labels = form.flatMap(one -> one.part("labels")).orElse(new byte[0]);
        if (recording.length == 0) {
            return List.of();
        }
        List<ProfileBatch> batches = jfr.decode(new JfrRecording(
                recording,
                snapshot(inflate(labels, budget)),
                parameters.fromNanos(),
                parameters.untilNanos(),
                parameters.sampleRate()));
        for (ProfileBatch batch : batches) {
            String name = batch.labels().value(SeriesLabels.NAME);
            String event = batch.labels().value(JfrDecoder.EVENT_LABEL);
            batch.setLabels(labels(
                    parameters,
                    parameters.name().app(),
                    name,
                    event.isEmpty() ? Labels.EMPTY : Labels.of(JfrDecoder.EVENT_LABEL, event)));
            rules.checkSamples(batch);
        }
        return batches;
    }

    private List<ProfileBatch> decodePprof(
            IngestParameters parameters, Optional<Multipart> form, byte[] body, InflateBudget budget) {
        if (form.flatMap(one -> one.part("prev_profile")).isPresent()) {
            throw Unprocessable.because(
                    "malformed_form",
                    "part prev_profile is not supported: it comes from agents that leave differences to the server;"
                            + " update the agent");
        }
        byte[] profile = inflate(required(form, "profile", body), budget);
        SampleTypeNames names = form.flatMap(one -> one.part("sample_type_config"))
                .map(SampleTypeNames::parse)
                .orElseGet(SampleTypeNames::plain);
        if (profile.length == 0) {
            return List.of();
        }
        boolean dotnet = SpyRepairs.isDotnet(parameters.spyName());
        ProfileBatch batch = (dotnet ? pprof.forDotnet() : pprof).decode(profile);
        Refusals.checkAnyType(batch);
        SpyRepairs.nameFunctions(batch, parameters.spyName());
        batch.setLabels(
                labels(parameters, parameters.name().app(), names.profileName(batch.sampleTypes()), Labels.EMPTY));
        rules.checkSamples(batch);
        setTime(batch, parameters);
        return List.of(batch);
    }

    /// Old agents send times in other units, which look like 1970; then the request's own times count.
    private static void setTime(ProfileBatch batch, IngestParameters parameters) {
        long time = batch.timeNanos() < IngestParameters.YEAR_1971 ? parameters.fromNanos() : batch.timeNanos();
        long duration =
                batch.durationNanos() == 0 ? parameters.untilNanos() - parameters.fromNanos() : batch.durationNanos();
        batch.setTime(time, duration);
    }

    private Labels labels(IngestParameters parameters, String app, String name, Labels extra) {
        List<Labels.Label> labels = new ArrayList<>();
        boolean hasService = false;
        for (Labels.Label label : parameters.name().labels()) {
            boolean isPrivate = label.name().startsWith("__") && !label.name().equals(SeriesLabels.SESSION);
            if (!isPrivate && !label.name().equals(SPY) && !label.value().isEmpty()) {
                labels.add(label);
                hasService |= label.name().equals(SeriesLabels.SERVICE);
            }
        }
        labels.add(new Labels.Label(SeriesLabels.NAME, name));
        labels.add(new Labels.Label(hasService ? "app_name" : SeriesLabels.SERVICE, app));
        labels.add(new Labels.Label(SPY, parameters.spyName()));
        extra.forEach(labels::add);
        return rules.normalise(labels);
    }

    private static byte[] required(Optional<Multipart> form, String part, byte[] body) {
        return form.map(one -> one.part(part)
                        .orElseThrow(() -> Unprocessable.because(
                                "malformed_form", "the form has no part '" + part + "', which holds the profile")))
                .orElse(body);
    }

    private static byte[] inflate(byte[] bytes, InflateBudget budget) {
        return BoundedInflater.inflate(ContentCoding.sniff(bytes, 0, bytes.length), bytes, budget);
    }

    private static LabelsSnapshot snapshot(byte[] bytes) {
        try {
            return LabelsSnapshot.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw Unprocessable.because(
                    "malformed_form", "part labels is not a valid snapshot of labels: " + e.getMessage());
        }
    }
}
