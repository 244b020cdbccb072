package dev.spanflame.proto.pprof;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.proto.columns.TextTable;
import java.util.ArrayList;
import java.util.List;

/// Turns the inflated bytes of a pprof profile into columns. Immutable, safe to share.
///
/// Beside what the format itself forbids, a profile is refused whole when an id is 0 or used twice,
/// when a reference leads nowhere, or when a sample has not one value for each sample type. A sample
/// type whose name is empty or has `-` or `:` in it is refused alone. Samples with a negative value,
/// with zeros only, or without a stack are dropped and counted. Text labels of samples become labels of
/// series, except `span_id`, `profile_id` (both 16 hex digits) and `trace_id` (32), which become
/// columns; labels with numbers are dropped and counted.
public final class PprofDecoder {
    private final ProfileLimits limits;
    private final boolean dotnet;

    /// A decoder that refuses or cuts what is above `limits`.
    public PprofDecoder(ProfileLimits limits) {
        this(limits, false);
    }

    private PprofDecoder(ProfileLimits limits, boolean dotnet) {
        this.limits = limits;
        this.dotnet = dotnet;
    }

    /// A decoder for what Pyroscope's .NET profilers send: a function may have the id 0, and `-` in the
    /// names of sample types becomes `_`.
    public PprofDecoder forDotnet() {
        return new PprofDecoder(limits, true);
    }

    /// Decodes `profile`, which must not change afterwards: the batch refers to it.
    ///
    /// Labels are left empty and times as sent. Throws [BackendException] of kind BAD_REQUEST with one
    /// of the reasons `malformed_profile`, `profile_size_limit`, `samples_limit`,
    /// `sample_labels_limit`, `series_limit`.
    public ProfileBatch decode(byte[] profile) {
        if (profile.length == 0) {
            throw MalformedProfile.because("it is empty");
        }
        if (profile.length > limits.maxProfileBytes()) {
            throw BackendException.badRequest(
                    "profile_size_limit",
                    "the profile has " + profile.length + " bytes, more than " + limits.maxProfileBytes()
                            + " (max_profile_size_bytes)");
        }
        ProfileSymbols symbols = new ProfileSymbols(profile);
        TextTable texts = new TextTable(symbols, limits, MalformedProfile::because);
        SymbolReader symbolReader = new SymbolReader(symbols, texts, dotnet, limits.maxStackDepth());
        WireReader reader = new WireReader(profile);
        PprofHeader header = new PprofHeader(reader, texts, symbolReader, limits);
        header.read();
        symbolReader.resolve();
        GoNames.dropTypeParameters(symbols);
        ProfileBatch batch = batch(header, texts, symbols);
        reserve(header, batch);
        for (int i = 0; i < header.locations.size(); i++) {
            reader.moveTo(header.locations.from(i), header.locations.to(i));
            symbolReader.readLocation(reader);
        }
        LabelReader labels = new LabelReader(texts, batch, limits);
        SampleReader samples = new SampleReader(reader, symbolReader, labels, batch, limits);
        for (int i = 0; i < header.samples.size(); i++) {
            reader.moveTo(header.samples.from(i), header.samples.to(i));
            samples.read();
        }
        return batch;
    }

    /// Makes room for what the header tells to come, but no more than so many bytes can bring: a sample that is kept
    /// has at least its values and six bytes more. Most numbers of locations take two bytes.
    private static void reserve(PprofHeader header, ProfileBatch batch) {
        int locations = header.locations.size();
        batch.symbols().locations().reserve(locations);
        batch.symbols().lines().reserve(locations);
        int bytes = header.samples.bytes();
        int samples = Math.min(header.samples.size(), bytes / (6 + header.types));
        batch.samples().reserve(samples);
        batch.stacks().reserve(samples, bytes / 2);
    }

    private ProfileBatch batch(PprofHeader header, TextTable texts, ProfileSymbols symbols) {
        List<SampleType> types = new ArrayList<>();
        for (int i = 0; i < header.types; i++) {
            String name = texts.text(header.typeTexts[i]);
            types.add(new SampleType(dotnet ? name.replace('-', '_') : name, texts.text(header.unitTexts[i])));
        }
        ProfileBatch batch = new ProfileBatch(symbols, new StackTable(), types);
        SampleType period = new SampleType(texts.text(header.periodType), texts.text(header.periodUnit));
        batch.setPeriod(period, header.period).setTime(header.timeNanos, header.durationNanos);
        for (int i = 0; i < types.size(); i++) {
            checkType(batch, i, types.get(i));
        }
        for (Oddity oddity : Oddity.values()) {
            for (int i = 0; i < texts.oddityCount(oddity); i++) {
                batch.note(oddity);
            }
        }
        return batch;
    }

    private static void checkType(ProfileBatch batch, int index, SampleType type) {
        String problem = type.type().isEmpty()
                ? "its name is empty"
                : type.type().contains("-")
                        ? "its name contains '-'"
                        : type.type().contains(":") || type.unit().contains(":") ? "it contains ':'" : "";
        if (!problem.isEmpty()) {
            batch.refuseType(
                    index,
                    MalformedProfile.REASON,
                    "sample type " + index + " '" + type.type() + "' is not valid: " + problem);
        }
    }
}
