package dev.spanflame.proto.pprof;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.columns.SliceList;
import dev.spanflame.proto.columns.TextTable;

/// First pass over a profile: reads all but locations and samples, of which it notes the places.
///
/// Locations name functions and samples name locations and texts, and a sender may write these last.
final class PprofHeader {
    /// More sample types than any profiler has; bounds the memory that a sample takes.
    static final int MAX_TYPES = 64;

    final SliceList locations = new SliceList();
    final SliceList samples = new SliceList();
    final long[] typeTexts = new long[MAX_TYPES];
    final long[] unitTexts = new long[MAX_TYPES];
    int types;
    long timeNanos;
    long durationNanos;
    long periodType;
    long periodUnit;
    long period;

    private final WireReader reader;
    private final TextTable texts;
    private final SymbolReader symbols;
    private final ProfileLimits limits;

    PprofHeader(WireReader reader, TextTable texts, SymbolReader symbols, ProfileLimits limits) {
        this.reader = reader;
        this.texts = texts;
        this.symbols = symbols;
        this.limits = limits;
    }

    void read() {
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> readSampleType();
                case 2 << 3 | WireReader.BYTES -> noteSample();
                case 3 << 3 | WireReader.BYTES -> symbols.readMapping(reader);
                case 4 << 3 | WireReader.BYTES -> note(locations);
                case 5 << 3 | WireReader.BYTES -> symbols.readFunction(reader);
                case 6 << 3 | WireReader.BYTES -> readText();
                case 9 << 3 -> timeNanos = reader.varint();
                case 10 << 3 -> durationNanos = reader.varint();
                case 11 << 3 | WireReader.BYTES -> readPeriodType();
                case 12 << 3 -> period = reader.varint();
                case 13 << 3 | WireReader.BYTES -> skipComments();
                default -> reader.skip(tag);
            }
        }
        if (texts.size() == 0) {
            throw MalformedProfile.because("there is no string table");
        }
        if (types == 0) {
            throw MalformedProfile.because("there is no sample type");
        }
    }

    private void note(SliceList list) {
        int length = reader.length();
        list.add(reader.position(), length);
        reader.advance(length);
    }

    private void noteSample() {
        if (samples.size() == limits.maxSamples()) {
            throw BackendException.badRequest(
                    "samples_limit",
                    "the profile has more than " + limits.maxSamples()
                            + " samples (max_profile_stacktrace_samples); send shorter profiles");
        }
        note(samples);
    }

    private void readText() {
        int length = reader.length();
        texts.add(reader.position(), length);
        reader.advance(length);
    }

    private void skipComments() {
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.varint();
        }
        reader.leave(outer);
    }

    private void readSampleType() {
        if (types == MAX_TYPES) {
            throw MalformedProfile.because("more than " + MAX_TYPES + " sample types");
        }
        int outer = reader.enter();
        long type = 0;
        long unit = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> type = reader.varint();
                case 2 << 3 -> unit = reader.varint();
                default -> reader.skip(tag);
            }
        }
        reader.leave(outer);
        typeTexts[types] = type;
        unitTexts[types++] = unit;
    }

    private void readPeriodType() {
        int outer = reader.enter();
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> periodType = reader.varint();
                case 2 << 3 -> periodUnit = reader.varint();
                default -> reader.skip(tag);
            }
        }
        reader.leave(outer);
    }
}
