package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PhysicalType;

/// Finds how the values of a chunk become smallest, by encoding and compressing samples from its start, middle and
/// end: a column may change its nature along the rows. Not thread-safe.
final class EncodingChooser {
    /// Share of distinct values, in hundredths, from which a dictionary costs more than it saves.
    private static final int DICTIONARY_PERCENT = 60;

    private static final int SAMPLE = 1024;
    /// What part of the values each sample is where streams are compressed apart: short ones do not show
    /// their size.
    private static final int SAMPLE_PART = 16;

    /// An encoding must be smaller than a simpler one by this many hundredths to be taken.
    private static final int GAIN_PERCENT = 1;

    /// Mean length in bytes from which texts repeat parts of each other that are worth another search, and that search:
    /// what they repeat is long.
    private static final int LONG_TEXT = 64;

    private static final PageCompressor.Effort LONG_TEXT_EFFORT = new PageCompressor.Effort(5, 7, 5);
    private static final int LONG_TEXT_BYTES = 16 << 10;
    /// Number of values of a chunk from which it is tried whether another search finds more, and that search.
    private static final int MANY = 1 << 14;

    private static final PageCompressor.Effort MANY_EFFORT = new PageCompressor.Effort(3, 4, 0);

    private final WriteOptions options;
    private final PageCompressor compressor;
    private final ChunkDictionary dictionary = new ChunkDictionary();
    private final ByteBuilder trial = new ByteBuilder(1 << 16);

    EncodingChooser(WriteOptions options, PageCompressor compressor) {
        this.options = options;
        this.compressor = compressor;
    }

    /// The dictionary of the last encoder given, if that is one of ids.
    ChunkDictionary dictionary() {
        return dictionary;
    }

    /// The encoder for the values `[from, to)` of a chunk: as `known` says, else the one that makes them smallest.
    ValueEncoder choose(ColumnSpec spec, ColumnValues values, int from, int to, ColumnChoice known) {
        ValueEncoder plain = ValueEncoder.of(ColumnEncoding.PLAIN, spec.type(), values);
        if (from == to || spec.type() == PhysicalType.BOOLEAN) {
            return plain;
        }
        boolean isText = spec.type() == PhysicalType.BYTE_ARRAY;
        ColumnEncoding encoding = known.encoding();
        if (!isText && encoding != null && encoding != ColumnEncoding.DICTIONARY) {
            return ValueEncoder.of(encoding, spec.type(), values);
        }
        boolean repeats = collect(spec, values, from, to);
        if (encoding != null && repeats == (encoding == ColumnEncoding.DICTIONARY)) {
            return repeats ? dictionary.ids(known.isPadded()) : plain;
        }
        known.forget();
        Choice choice = new Choice(from, to, isText && repeats ? dictionary.ids(true) : plain);
        if (!isText) {
            offerOthers(choice, spec.type(), values);
        }
        if (repeats) {
            offerIds(choice, isText);
        }
        known.found(choice.best);
        return choice.best;
    }

    private boolean collect(ColumnSpec spec, ColumnValues values, int from, int to) {
        long entries = (to - from) * (long) DICTIONARY_PERCENT / 100;
        ChunkDictionary.Limit limit = new ChunkDictionary.Limit((int) entries, options.dictionaryBytes());
        boolean repeats = entries > 0 && dictionary.collect(spec.type(), values, from, to, limit);
        if (repeats && options.patient() && spec.type() == PhysicalType.BYTE_ARRAY) {
            dictionary.sort(from, to);
        }
        return repeats;
    }

    private void offerIds(Choice choice, boolean isText) {
        long fixed = isText ? 0 : compressor.compress(dictionary.plain()).size();
        if (!isText) {
            choice.offer(dictionary.ids(true), fixed);
        }
        if (dictionary.ids(false).width() != dictionary.ids(true).width()) {
            choice.offer(dictionary.ids(false), fixed);
        }
    }

    /// How the pages with the values `[from, to)` of a chunk are compressed: as `known` says, else as is worth it.
    PageCompressor.Effort effort(ColumnSpec spec, ValueEncoder encoder, int from, int to, ColumnChoice known) {
        PageCompressor.Effort quick = options.effort(spec.optional());
        if (!options.patient() || from == to) {
            return quick;
        }
        PageCompressor.Effort effort = known.effort();
        if (effort == null) {
            effort = worthwhile(quick, encoder, from, to);
            known.found(effort);
        }
        return effort;
    }

    private PageCompressor.Effort worthwhile(PageCompressor.Effort quick, ValueEncoder encoder, int from, int to) {
        if (encoder instanceof ValueEncoder.Plain(PhysicalType _, ColumnValues.Texts texts)) {
            long length = meanLength(texts, from, to);
            int sample = (int) Math.max(1, LONG_TEXT_BYTES / Math.max(1, length));
            return length < LONG_TEXT ? quick : better(new Span(from, to, sample), encoder, quick, LONG_TEXT_EFFORT);
        }
        return to - from < MANY ? quick : better(new Span(from, to, SAMPLE), encoder, quick, MANY_EFFORT);
    }

    /// `careful` if that makes the values enough smaller than `quick`.
    private PageCompressor.Effort better(
            Span span, ValueEncoder encoder, PageCompressor.Effort quick, PageCompressor.Effort careful) {
        compressor.effort(quick);
        long bytes = estimate(encoder, span);
        compressor.effort(careful);
        long carefulBytes = estimate(encoder, span);
        compressor.effort(options.effort());
        return carefulBytes * 100 < bytes * (100 - GAIN_PERCENT) ? careful : quick;
    }

    private static long meanLength(ColumnValues.Texts texts, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += texts.entries().length(texts.ids()[i]);
        }
        return from == to ? 0 : bytes / (to - from);
    }

    /// The encoding for a chunk of which only some values are known: any but a dictionary.
    ColumnEncoding chooseWithoutDictionary(ColumnSpec spec, ColumnValues values, int from, int to) {
        if (from == to || spec.type() == PhysicalType.BOOLEAN || spec.type() == PhysicalType.BYTE_ARRAY) {
            return ColumnEncoding.PLAIN;
        }
        Choice choice = new Choice(from, to, ValueEncoder.of(ColumnEncoding.PLAIN, spec.type(), values));
        offerOthers(choice, spec.type(), values);
        return choice.best.encoding();
    }

    private void offerOthers(Choice choice, PhysicalType type, ColumnValues values) {
        if (options.byteStreamSplit() && ColumnEncoding.BYTE_STREAM_SPLIT.suits(type)) {
            choice.offer(ValueEncoder.of(ColumnEncoding.BYTE_STREAM_SPLIT, type, values), 0);
        }
        if (ColumnEncoding.DELTA.suits(type)) {
            choice.offer(ValueEncoder.of(ColumnEncoding.DELTA, type, values), 0);
        }
    }

    /// The best encoder so far for the values `[from, to)`.
    private final class Choice {
        private final Span span;
        private ValueEncoder best;
        private long bestBytes = -1;

        Choice(int from, int to, ValueEncoder first) {
            int part = options.apart() ? Math.max(SAMPLE, (to - from) / SAMPLE_PART) : SAMPLE;
            this.span = new Span(from, to, part);
            this.best = first;
        }

        /// Takes `encoder` if it is smaller; `fixed` bytes come on top of its pages. What is offered first is simpler.
        void offer(ValueEncoder encoder, long fixed) {
            if (bestBytes < 0) {
                bestBytes = estimate(best, span);
            }
            long bytes = fixed + estimate(encoder, span);
            if (bytes * 100 < bestBytes * (100 - GAIN_PERCENT)) {
                best = encoder;
                bestBytes = bytes;
            }
        }
    }

    /// Values `[from, to)`, of which three times `sample` tell of all.
    private record Span(int from, int to, int sample) {}

    /// Bytes of the pages of all values.
    private long estimate(ValueEncoder encoder, Span span) {
        int count = span.to - span.from;
        int sample = span.sample;
        trial.size(0);
        if (count <= 3 * sample) {
            encoder.encode(span.from, span.to, trial);
            return compressor.compress(trial, 0, options.stream(encoder, count)).size();
        }
        int middle = span.from + (count - sample) / 2;
        encoder.encode(span.from, span.from + sample, trial);
        encoder.encode(middle, middle + sample, trial);
        encoder.encode(span.to - sample, span.to, trial);
        int stream = options.stream(encoder, sample);
        return (long) compressor.compress(trial, 0, stream).size() * count / (3 * sample);
    }
}
