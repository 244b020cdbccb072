package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.model.trace.ValueType;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Reads `KeyValue` messages into the attribute table of a batch. Not thread-safe.
final class AttributeDecoder {
    private final WireReader joined = new WireReader();

    /// What [#value] found last.
    private ValueType type = ValueType.EMPTY;

    private long bits;

    private int maxAttributes;

    /// Where the keys of misfit ids stand in the batch, once they do.
    private final long[] misfitKeys = new long[MisfitKey.values().length];

    /// Prepares for a request of this many bytes.
    void reset(int requestBytes) {
        maxAttributes = RowLimits.attributes(requestBytes);
        Arrays.fill(misfitKeys, TextRef.EMPTY);
    }

    /// Appends the `KeyValue` whose length comes next; `depth` is that of the message around it. Hot path.
    void append(WireReader in, SpanBatch batch, int depth) {
        AttributeTable attributes = batch.attributes();
        RowLimits.check(attributes.size(), maxAttributes, "attributes");
        if (!PlainAttribute.append(in, attributes)) {
            appendAny(in, batch, depth);
        }
    }

    private void appendAny(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        int start = in.position();
        long key = TextRef.EMPTY;
        int values = 0;
        type = ValueType.EMPTY;
        bits = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.KEY_VALUE_KEY) {
                key = WireText.read(in, batch);
            } else if (tag == OtlpField.KEY_VALUE_VALUE) {
                value(in, batch, depth + 1);
                values++;
            } else {
                in.skip(tag, depth + 1);
            }
        }
        if (values > 1) {
            joinValues(in, batch, start, depth);
        }
        in.leave(outer);
        batch.attributes().add(key, type, bits);
    }

    /// Appends an attribute that keeps the bytes of an id that is none; does nothing where `id` is one.
    void addMisfit(SpanBatch batch, MisfitKey key, IdField id) {
        if (id.isMisfit()) {
            long known = misfitKeys[key.ordinal()];
            long ref = known == TextRef.EMPTY ? batch.addText(key.text()) : known;
            misfitKeys[key.ordinal()] = ref;
            batch.attributes().add(ref, ValueType.BYTES, TextRef.of(id.at(), id.length()));
        }
    }

    /// Reads the `AnyValue` whose length comes next into [#type] and [#bits]. Hot path.
    private void value(WireReader in, SpanBatch batch, int depth) {
        int outer = in.enter(depth);
        readValue(in, batch, depth + 1);
        in.leave(outer);
    }

    private void readValue(WireReader in, SpanBatch batch, int depth) {
        int start = in.position();
        boolean valid = true;
        type = ValueType.EMPTY;
        bits = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.ANY_STRING -> set(ValueType.STRING, WireText.read(in, batch));
                case OtlpField.ANY_BOOL -> set(ValueType.BOOL, in.varint() != 0 ? 1 : 0);
                case OtlpField.ANY_INT -> set(ValueType.INT, in.varint());
                case OtlpField.ANY_DOUBLE -> set(ValueType.DOUBLE, in.fixed64());
                case OtlpField.ANY_BYTES -> set(ValueType.BYTES, slice(in));
                case OtlpField.ANY_ARRAY -> {
                    valid &= AnyValueCheck.array(in, batch, depth);
                    type = ValueType.ARRAY;
                }
                case OtlpField.ANY_MAP -> {
                    valid &= AnyValueCheck.map(in, batch, depth);
                    type = ValueType.MAP;
                }
                case OtlpField.ANY_STRING_INDEX -> {
                    in.varint();
                    set(ValueType.EMPTY, 0);
                }
                default -> in.skip(tag, depth);
            }
        }
        if (type == ValueType.ARRAY || type == ValueType.MAP) {
            bits = valid ? TextRef.of(start, in.end() - start) : repaired(in, batch, start);
        }
    }

    private void set(ValueType newType, long newBits) {
        type = newType;
        bits = newBits;
    }

    private static long slice(WireReader in) {
        int length = in.length();
        int from = in.position();
        in.advance(length);
        return length == 0 ? TextRef.EMPTY : TextRef.of(from, length);
    }

    private static long repaired(WireReader in, SpanBatch batch, int start) {
        return batch.addText(AnyValueCodec.encode(AnyValueCodec.decode(in.bytes(), start, in.end())));
    }

    /// A value sent in pieces: protobuf merges them, which equals reading the pieces one after the other as one.
    private void joinValues(WireReader in, SpanBatch batch, int start, int depth) {
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        in.moveTo(start);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.KEY_VALUE_VALUE) {
                int length = in.length();
                pieces.write(in.bytes(), in.position(), length);
                in.advance(length);
            } else {
                in.skip(tag, depth + 1);
            }
        }
        long ref = batch.addText(pieces.toByteArray());
        joined.reset(batch.bytes(), TextRef.offset(ref), TextRef.offset(ref) + TextRef.length(ref));
        readValue(joined, batch, depth + 2);
    }
}
