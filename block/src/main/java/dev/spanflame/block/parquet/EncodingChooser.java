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

    /// Mean length in bytes from which texts repeat parts of each other that are worth a longer search, and its level.
    private static final int LONG_TEXT = 64;

    private static final int LONG_TEXT_LEVEL = 9;
    private static final int LONG_TEXT_SAMPLE = 128;
    /// Number of values of a chunk from which it is tried whether a longer search finds more, and its level.
    private static final int MANY = 1 << 14;

    private static final int MANY_LEVEL = 5;

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

    /// The encoder for the values `[from, to)` of a chunk.
    ValueEncoder choose(ColumnSpec spec, ColumnValues values, int from, int to) {
        ValueEncoder plain = ValueEncoder.of(ColumnEncoding.PLAIN, spec.type(), values);
        if (from == to || spec.type() == PhysicalType.BOOLEAN) {
            return plain;
        }
        long entries = (to - from) * (long) DICTIONARY_PERCENT / 100;
        ChunkDictionary.Limit limit = new ChunkDictionary.Limit((int) entries, options.dictionaryBytes());
        boolean repeats = entries > 0 && dictionary.collect(spec.type(), values, from, to, limit);
        if (spec.type() == PhysicalType.BYTE_ARRAY) {
            if (repeats && options.patient()) {
                dictionary.sort(from, to);
            }
            return repeats ? ids(from, to) : plain;
        }
        Choice choice = new Choice(from, to, plain);
        offerOthers(choice, spec.type(), values);
        if (repeats) {
            long fixed = compressor.compress(dictionary.plain()).size();
            choice.offer(dictionary.padded(), fixed);
            if (dictionary.exact().width() != dictionary.padded().width()) {
                choice.offer(dictionary.exact(), fixed);
            }
        }
        return choice.best;
    }

    /// The zstd level for pages with the values `[from, to)` of a chunk.
    int level(ValueEncoder encoder, int from, int to) {
        if (!options.patient()) {
            return options.zstdLevel();
        }
        if (encoder instanceof ValueEncoder.Plain(PhysicalType _, ColumnValues.Texts texts)) {
            return meanLength(texts, from, to) < LONG_TEXT
                    ? options.zstdLevel()
                    : level(new Span(from, to, LONG_TEXT_SAMPLE), encoder, LONG_TEXT_LEVEL);
        }
        return to - from < MANY ? options.zstdLevel() : level(new Span(from, to, SAMPLE), encoder, MANY_LEVEL);
    }

    /// `careful` if that makes the values enough smaller.
    private int level(Span span, ValueEncoder encoder, int careful) {
        long quick = estimate(encoder, span);
        compressor.level(careful);
        long bytes = estimate(encoder, span);
        compressor.level(options.zstdLevel());
        return bytes * 100 < quick * (100 - GAIN_PERCENT) ? careful : options.zstdLevel();
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

    private ValueEncoder ids(int from, int to) {
        ValueEncoder.Ids padded = dictionary.padded();
        ValueEncoder.Ids exact = dictionary.exact();
        if (exact.width() == padded.width()) {
            return padded;
        }
        Choice choice = new Choice(from, to, padded);
        choice.offer(exact, 0);
        return choice.best;
    }

    /// The best encoder so far for the values `[from, to)`.
    private final class Choice {
        private final Span span;
        private ValueEncoder best;
        private long bestBytes;

        Choice(int from, int to, ValueEncoder first) {
            int part = options.apart() ? Math.max(SAMPLE, (to - from) / SAMPLE_PART) : SAMPLE;
            this.span = new Span(from, to, part);
            this.best = first;
            this.bestBytes = estimate(first, span);
        }

        /// Takes `encoder` if it is smaller; `fixed` bytes come on top of its pages. What is offered first is simpler.
        void offer(ValueEncoder encoder, long fixed) {
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
