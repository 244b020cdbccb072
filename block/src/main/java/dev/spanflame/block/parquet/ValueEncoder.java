package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.ColumnValues.Longs;
import dev.spanflame.block.column.ColumnValues.Texts;
import dev.spanflame.block.column.ColumnValues.Wides;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.ByteSplit;
import dev.spanflame.block.parquet.encoding.DeltaEncoder;
import dev.spanflame.block.parquet.encoding.HybridEncoder;
import dev.spanflame.block.parquet.encoding.PlainNumbers;
import dev.spanflame.block.parquet.encoding.PlainTexts;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.PhysicalType;

/// Writes values of one column in one encoding. Values are named by their position in the column.
sealed interface ValueEncoder {
    /// How values are written.
    ColumnEncoding encoding();

    /// Appends the values `[from, to)`. Hot path.
    void encode(int from, int to, ByteBuilder out);

    /// The encoder of `values`, stored as `type`, for any encoding but DICTIONARY.
    static ValueEncoder of(ColumnEncoding encoding, PhysicalType type, ColumnValues values) {
        return switch (encoding) {
            case PLAIN -> new Plain(type, values);
            case BYTE_STREAM_SPLIT -> new Split(type, (Longs) values);
            case DELTA -> new Delta(type, (Longs) values, new DeltaEncoder());
            case DICTIONARY -> throw new IllegalArgumentException("ids are encoded by Ids");
        };
    }

    /// One behind the other.
    record Plain(PhysicalType type, ColumnValues values) implements ValueEncoder {
        @Override
        public ColumnEncoding encoding() {
            return ColumnEncoding.PLAIN;
        }

        @Override
        public void encode(int from, int to, ByteBuilder out) {
            switch (values) {
                case Texts texts -> PlainTexts.encode(texts.entries(), texts.ids(), from, to, out);
                case Wides wides -> PlainNumbers.encodeIds(wides.highs(), wides.lows(), from, to, out);
                case Longs numbers -> {
                    long[] longs = numbers.values();
                    if (type == PhysicalType.BOOLEAN) {
                        PlainNumbers.encodeBits(longs, from, to, out);
                    } else if (type == PhysicalType.FIXED_8) {
                        PlainNumbers.encodeIds(longs, from, to, out);
                    } else {
                        PlainNumbers.encode(longs, from, to, type.width(), out);
                    }
                }
            }
        }
    }

    /// Byte-stream-split.
    record Split(PhysicalType type, Longs values) implements ValueEncoder {
        @Override
        public ColumnEncoding encoding() {
            return ColumnEncoding.BYTE_STREAM_SPLIT;
        }

        @Override
        public void encode(int from, int to, ByteBuilder out) {
            ByteSplit.encode(values.values(), from, to, type.width(), out);
        }
    }

    /// Differences of neighbours.
    record Delta(PhysicalType type, Longs values, DeltaEncoder encoder) implements ValueEncoder {
        @Override
        public ColumnEncoding encoding() {
            return ColumnEncoding.DELTA;
        }

        @Override
        public void encode(int from, int to, ByteBuilder out) {
            encoder.encode(values.values(), from, to, type.width(), out);
        }
    }

    /// Ids of dictionary entries, `width` bits each; the id of value `first` is `ids[0]`.
    record Ids(int[] ids, int first, int width) implements ValueEncoder {
        @Override
        public ColumnEncoding encoding() {
            return ColumnEncoding.DICTIONARY;
        }

        @Override
        public void encode(int from, int to, ByteBuilder out) {
            out.putByte(width);
            HybridEncoder.encode(ids, from - first, to - first, width, out);
        }
    }
}
