package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.columns.SliceList;
import dev.spanflame.proto.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Decodes `ExportProfilesServiceRequest` in the layouts of [ProfileLayout]. Immutable, safe to share.
///
/// All attributes of the resource, the scope and the profile become labels, the first one of a name
/// counts; attributes of samples, too, except the thread's, which are a column. Links of samples become
/// ids of spans and traces. Each time a sample was taken at makes a sample of its own.
public final class OtlpProfileDecoder {
    /// Attribute that names the service, of a resource or of a sample.
    static final String SERVICE = "service.name";

    private static final String EXECUTABLE = "process.executable.name";
    private static final int RESOURCE_PROFILES = 1 << 3 | WireReader.BYTES;
    private static final int DICTIONARY = 2 << 3 | WireReader.BYTES;
    /// Each takes memory, however short it is.
    private static final int MAX_PROFILES = 10_000;

    /// Attributes that say little about a series, to be left out first where there are too many.
    private static final List<String> MINOR = List.of("telemetry.", "process.", "os.", "cloud.", "host.", "container.");

    /// Labels that an enclosed recording adds: name and event.
    private static final int PAYLOAD_LABELS = 2;

    private static final long DEFAULT_DURATION = 10_000_000_000L;

    private final ProfileLimits limits;

    /// A decoder that refuses or cuts what is above `limits`.
    public OtlpProfileDecoder(ProfileLimits limits) {
        this.limits = limits;
    }

    /// The profiles of `request`, received at `receivedNanos`, in their order. Those whose number is in
    /// `skipped` are neither read nor told. `request` must not change afterwards.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST where the request or its dictionary cannot be
    /// read; a bad profile among good ones is refused alone.
    public List<OtlpProfile> decode(byte[] request, long receivedNanos, BitSet skipped) {
        return new Run(request, receivedNanos).decode(skipped);
    }

    /// One request while it is decoded.
    private final class Run {
        private final byte[] bytes;
        private final long receivedNanos;
        private final WireReader in = new WireReader();
        private final SliceList dictionaries = new SliceList();
        private final SliceList resources = new SliceList();
        private final SliceList profiles = new SliceList();
        private final List<Labels> profileLabels = new ArrayList<>();
        private final MessageDigest digest = digest();
        private byte[] shared = new byte[0];
        private final IntList scopeOf = new IntList();
        private final BitSet scopesWithCpuTime = new BitSet();
        private int scopes;
        private int batches;

        Run(byte[] bytes, long receivedNanos) {
            this.bytes = bytes;
            this.receivedNanos = receivedNanos;
        }

        List<OtlpProfile> decode(BitSet skipped) {
            note();
            Dictionary dictionary = Dictionary.read(bytes, dictionaries, limits);
            for (int i = 0; i < dictionaries.size(); i++) {
                digest.update(bytes, dictionaries.from(i), dictionaries.to(i) - dictionaries.from(i));
            }
            shared = digest.digest();
            for (int i = 0; i < resources.size(); i++) {
                in.reset(bytes, resources.from(i), resources.to(i));
                readResource(dictionary.attributeText());
            }
            ProfileLayout layout = LayoutProbe.of(bytes, profiles, dictionary.attributeCount());
            noteCpuTime(dictionary, layout);
            StackReader stacks = new StackReader(dictionary, layout, limits);
            List<OtlpProfile> decoded = new ArrayList<>();
            for (int i = 0; i < profiles.size(); i++) {
                if (!skipped.get(i)) {
                    decoded.add(readProfile(i, dictionary, stacks, layout));
                }
            }
            noteOddities(decoded, stacks);
            return decoded;
        }

        private void note() {
            in.reset(bytes, 0, bytes.length);
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == RESOURCE_PROFILES || tag == DICTIONARY) {
                    int length = in.length();
                    (tag == DICTIONARY ? dictionaries : resources).add(in.position(), length);
                    in.advance(length);
                } else {
                    in.skip(tag, 0);
                }
            }
        }

        private void readResource(AttributeText text) {
            int start = in.position();
            Map<String, String> labels = new TreeMap<>();
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == (1 << 3 | WireReader.BYTES)) {
                    readAttributes(text, labels, 1);
                } else {
                    in.skip(tag, 1);
                }
            }
            in.moveTo(start);
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == (2 << 3 | WireReader.BYTES)) {
                    int outer = in.enter(1);
                    readScope(text, labels);
                    in.leave(outer);
                } else {
                    in.skip(tag, 1);
                }
            }
        }

        private void readScope(AttributeText text, Map<String, String> resource) {
            int start = in.position();
            Map<String, String> labels = new TreeMap<>(resource);
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == (1 << 3 | WireReader.BYTES)) {
                    readAttributes(text, labels, 3);
                } else {
                    in.skip(tag, 2);
                }
            }
            Labels all = Labels.of(labels);
            in.moveTo(start);
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag != (2 << 3 | WireReader.BYTES)) {
                    in.skip(tag, 2);
                    continue;
                }
                if (profiles.size() == MAX_PROFILES) {
                    throw MalformedOtlp.because(
                            "the request has more than " + MAX_PROFILES + " profiles; send smaller requests");
                }
                int length = in.length();
                profiles.add(in.position(), length);
                profileLabels.add(all);
                scopeOf.add(scopes);
                in.advance(length);
            }
            scopes++;
        }

        /// Reads the attributes, of this field number, of the resource or scope whose length comes next.
        private void readAttributes(AttributeText text, Map<String, String> labels, int field) {
            int outer = in.enter(2);
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == (field << 3 | WireReader.BYTES)) {
                    int inner = in.enter(3);
                    AttributeText.Pair pair = text.readKeyValue(in, 4);
                    in.leave(inner);
                    put(labels, pair);
                } else {
                    in.skip(tag, 3);
                }
            }
            in.leave(outer);
        }

        /// Since version 1.8 the number of samples and their CPU time are two profiles of one scope.
        private void noteCpuTime(Dictionary dictionary, ProfileLayout layout) {
            for (int i = 0; i < profiles.size(); i++) {
                in.reset(bytes, profiles.from(i), profiles.to(i));
                if (ProfileHead.hasCpuTime(in, dictionary.texts, layout)) {
                    scopesWithCpuTime.set(scopeOf.get(i));
                }
            }
        }

        private OtlpProfile readProfile(int index, Dictionary dictionary, StackReader stacks, ProfileLayout layout) {
            Labels labels = profileLabels.get(index);
            byte[] content = content(index, labels);
            try {
                in.reset(bytes, profiles.from(index), profiles.to(index));
                ProfileHead head = ProfileHead.read(in, dictionary.texts, layout);
                head.scope = scopeOf.get(index);
                labels = withOwn(labels, head, dictionary);
                Optional<OtlpProfile.Payload> payload = payload(head);
                List<ProfileBatch> read = readSamples(head, labels, dictionary, stacks, layout);
                return new OtlpProfile(read, Optional.empty(), named(labels, "", PAYLOAD_LABELS), payload, content);
            } catch (BackendException e) {
                stacks.stacks().discard();
                return new OtlpProfile(
                        List.of(), Optional.of(e), named(labels, "", PAYLOAD_LABELS), Optional.empty(), content);
            }
        }

        private List<ProfileBatch> readSamples(
                ProfileHead head, Labels labels, Dictionary dictionary, StackReader stacks, ProfileLayout layout) {
            List<Measure> measures = measures(head);
            Targets targets = new Targets(dictionary, limits, () -> batch(head, measures, stacks, dictionary));
            SampleRows rows = new SampleRows(dictionary, stacks, layout, measures, targets);
            stacks.beginRanges(head.locations);
            for (int i = 0; i < head.samples.size(); i++) {
                in.reset(bytes, head.samples.from(i), head.samples.to(i));
                rows.read(in);
            }
            List<ProfileBatch> read = new ArrayList<>();
            targets.batches().forEach((service, batch) -> {
                Labels own = service.isEmpty() ? labels : labels.with(SERVICE, service);
                batch.setLabels(named(own, measures.getFirst().name(), mostSampleLabels(batch)));
                read.add(batch);
            });
            return read;
        }

        private List<Measure> measures(ProfileHead head) {
            List<SampleType> types = head.sampleTypes.isEmpty() ? List.of(SampleType.NONE) : head.sampleTypes;
            boolean timed = scopesWithCpuTime.get(head.scope);
            List<Measure> measures = new ArrayList<>();
            for (SampleType type : types) {
                measures.add(Measure.of(type, head.periodType, head.period, timed));
            }
            return measures;
        }

        private ProfileBatch batch(
                ProfileHead head, List<Measure> measures, StackReader stacks, Dictionary dictionary) {
            if (++batches > MAX_PROFILES) {
                throw MalformedOtlp.because("the samples name more than " + MAX_PROFILES + " services");
            }
            List<SampleType> types = new ArrayList<>();
            measures.forEach(measure -> types.add(measure.type()));
            Measure first = measures.getFirst();
            long time = head.timeNanos > 0 ? head.timeNanos : receivedNanos;
            long duration = head.durationNanos > 0 ? head.durationNanos : DEFAULT_DURATION;
            return new ProfileBatch(dictionary.symbols, stacks.stacks(), types)
                    .setPeriod(first.period(), Math.max(0, head.period))
                    .setTime(time, duration);
        }

        private Optional<OtlpProfile.Payload> payload(ProfileHead head) {
            byte[] jfr = head.jfr(bytes);
            return jfr.length == 0
                    ? Optional.empty()
                    : Optional.of(new OtlpProfile.Payload(
                            jfr, head.timeNanos, head.timeNanos + Math.max(0, head.durationNanos), head.period));
        }

        private Labels withOwn(Labels labels, ProfileHead head, Dictionary dictionary) {
            if (head.attributes.size() == 0) {
                return labels;
            }
            Map<String, String> all = labels.asMap();
            for (int i = 0; i < head.attributes.size(); i++) {
                put(all, dictionary.attribute(head.attributes.get(i)));
            }
            return Labels.of(all);
        }

        private byte[] content(int index, Labels labels) {
            digest.update(shared);
            for (Labels.Label label : labels) {
                digest.update(label.name().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(label.value().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            digest.update(bytes, profiles.from(index), profiles.to(index) - profiles.from(index));
            return Arrays.copyOf(digest.digest(), 16);
        }

        private void noteOddities(List<OtlpProfile> decoded, StackReader stacks) {
            for (OtlpProfile profile : decoded) {
                if (!profile.batches().isEmpty()) {
                    for (Oddity oddity : Oddity.values()) {
                        for (int i = stacks.oddityCount(oddity); i > 0; i--) {
                            profile.batches().getFirst().note(oddity);
                        }
                    }
                    return;
                }
            }
        }
    }

    /// Of two attributes of one name the first counts. Values that are too long for a label are cut.
    private void put(Map<String, String> labels, AttributeText.Pair pair) {
        boolean isPrivate = pair.key().startsWith("__");
        if (!pair.key().isEmpty() && !pair.value().isEmpty() && !isPrivate) {
            String value = pair.value();
            int most = limits.maxLabelValueBytes();
            boolean fits = value.getBytes(StandardCharsets.UTF_8).length <= most;
            labels.putIfAbsent(pair.key(), fits ? value : value.substring(0, Math.min(value.length(), most / 4)));
        }
    }

    /// Leaves out attributes until the labels are no more than `most`, if that can be had without the
    /// important ones.
    private void thin(Map<String, String> labels, int most) {
        for (String prefix : MINOR) {
            List<String> names = labels.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
            for (String name : names) {
                if (labels.size() <= most) {
                    return;
                }
                labels.remove(name);
            }
        }
    }

    private static int mostSampleLabels(ProfileBatch batch) {
        int most = 0;
        for (Labels set : batch.labelSets()) {
            most = Math.max(most, set.size());
        }
        return most;
    }

    /// Labels with the names of the profile and of the service, with room for `more` others.
    private Labels named(Labels labels, String name, int more) {
        Map<String, String> all = labels.asMap();
        String service = labels.value(SERVICE);
        if (service.isEmpty()) {
            String executable = labels.value(EXECUTABLE);
            service = SeriesLabels.UNKNOWN_SERVICE + (executable.isEmpty() ? "" : ":" + executable);
        }
        all.put(SeriesLabels.SERVICE, service);
        if (!name.isEmpty()) {
            all.put(SeriesLabels.NAME, name);
        }
        thin(all, limits.maxLabelNames() - more);
        return Labels.of(all);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
