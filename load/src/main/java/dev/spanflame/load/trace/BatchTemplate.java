package dev.spanflame.load.trace;

import dev.spanflame.proto.wire.WireReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A serialised OTLP request and the places in it where ids and times stand.
///
/// [#render] copies it with ids and times of its own, which costs little more than the copy. Immutable.
public final class BatchTemplate {
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int TRACE = 0;
    private static final int SPAN = 1;
    private static final int TIME = 2;
    private static final int KIND_BITS = 2;

    private final byte[] bytes;
    private final int spans;
    private final int traces;
    private int[] places = new int[64];
    private int count;

    /// `bytes` is an `ExportTraceServiceRequest` whose ids are those of [BatchDraft] and whose times are nanoseconds
    /// since the beginning of the batch.
    BatchTemplate(byte[] bytes, int traces, int spans) {
        this.bytes = bytes;
        this.traces = traces;
        this.spans = spans;
        find(new WireReader().reset(bytes, 0, bytes.length));
        places = Arrays.copyOf(places, count);
    }

    /// Spans in the batch.
    public int spans() {
        return spans;
    }

    /// Traces in the batch, all of them whole.
    public int traces() {
        return traces;
    }

    /// Bytes of the request.
    public int size() {
        return bytes.length;
    }

    /// Memory that the template takes, in bytes.
    int footprint() {
        return bytes.length + 4 * places.length;
    }

    /// Bytes of batch number `batch` of the load with `seed`, whose first trace is number `firstTrace` and which begins
    /// `startNanos` after the epoch. Hot path.
    public byte[] render(long seed, long batch, long firstTrace, long startNanos) {
        byte[] copy = bytes.clone();
        long key = LoadIds.batchKey(seed, batch);
        for (int place : places) {
            int offset = place >>> KIND_BITS;
            switch (place & 3) {
                case TRACE -> {
                    long trace = firstTrace + (long) BIG.get(copy, offset);
                    BIG.set(copy, offset, LoadIds.high(seed, trace));
                    BIG.set(copy, offset + 8, LoadIds.low(seed, trace));
                }
                case SPAN -> BIG.set(copy, offset, LoadIds.span(key, (long) BIG.get(copy, offset)));
                default -> LITTLE.set(copy, offset, startNanos + (long) LITTLE.get(copy, offset));
            }
        }
        return copy;
    }

    /// Walks request, resource spans and scope spans down to the spans.
    private void find(WireReader reader) {
        walk(reader, 1, () -> walk(reader, 2, () -> walk(reader, 2, () -> findInSpan(reader))));
    }

    private static void walk(WireReader reader, int field, Runnable inside) {
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == (field << 3 | WireReader.BYTES)) {
                int outer = reader.enter(0);
                inside.run();
                reader.leave(outer);
            } else {
                reader.skip(tag, 0);
            }
        }
    }

    /// Field numbers of `opentelemetry.proto.trace.v1.Span`.
    private void findInSpan(WireReader reader) {
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag >>> 3) {
                case 1 -> addId(reader, TRACE);
                case 2, 4 -> addId(reader, SPAN);
                case 7, 8 -> addTime(reader);
                case 11 -> {
                    int outer = reader.enter(0);
                    findInEvent(reader);
                    reader.leave(outer);
                }
                case 13 -> {
                    int outer = reader.enter(0);
                    findInLink(reader);
                    reader.leave(outer);
                }
                default -> reader.skip(tag, 0);
            }
        }
    }

    private void findInEvent(WireReader reader) {
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag >>> 3 == 1) {
                addTime(reader);
            } else {
                reader.skip(tag, 0);
            }
        }
    }

    private void findInLink(WireReader reader) {
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag >>> 3) {
                case 1 -> addId(reader, TRACE);
                case 2 -> addId(reader, SPAN);
                default -> reader.skip(tag, 0);
            }
        }
    }

    private void addId(WireReader reader, int kind) {
        int length = reader.length();
        if (length > 0) {
            add(reader.position(), kind);
        }
        reader.advance(length);
    }

    private void addTime(WireReader reader) {
        add(reader.position(), TIME);
        reader.fixed64();
    }

    private void add(int offset, int kind) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        places[count++] = offset << KIND_BITS | kind;
    }
}
