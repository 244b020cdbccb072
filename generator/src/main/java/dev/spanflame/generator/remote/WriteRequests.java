package dev.spanflame.generator.remote;

import dev.spanflame.generator.series.NativeHistogram;
import dev.spanflame.generator.series.SampleSink;
import dev.spanflame.generator.series.WireLabels;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.util.ArrayList;
import java.util.List;

/// Makes `WriteRequest` messages of the samples of a collection (Prometheus remote write 1.0,
/// `prompb/remote.proto` and `types.proto`), each compressed and of a bounded number of samples.
/// Not thread-safe.
public final class WriteRequests implements SampleSink {
    private static final int TIMESERIES = 1;
    private static final int SAMPLES = 2;
    private static final int EXEMPLARS = 3;
    private static final int HISTOGRAMS = 4;
    private static final int LABELS = 1;
    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIME = 2;
    private static final int EXEMPLAR_VALUE = 2;
    private static final int EXEMPLAR_TIME = 3;
    private static final int COUNT = 1;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT = 6;
    private static final int SPANS = 11;
    private static final int DELTAS = 12;
    private static final int HISTOGRAM_TIME = 15;
    private static final int FIRST_BYTES = 256 << 10;

    private final int maxSamples;
    private final String traceIdLabel;
    private final List<WriteRequest> done = new ArrayList<>();
    private WireWriter out = new WireWriter(FIRST_BYTES);
    private int samples;
    private int mark;

    /// Requests of about `maxSamples` samples: a series is never divided. Exemplars get this label.
    public WriteRequests(int maxSamples, String traceIdLabel) {
        this.maxSamples = maxSamples;
        this.traceIdLabel = traceIdLabel;
    }

    @Override
    public void begin(WireLabels labels, byte[] name, byte[] bound) {
        mark = out.begin(TIMESERIES);
        labels.writeTo(out, name, bound);
    }

    @Override
    public void sample(double value, long millis) {
        int inner = out.begin(SAMPLES);
        real(SAMPLE_VALUE, value);
        out.number(SAMPLE_TIME, millis);
        out.end(inner);
        samples++;
    }

    @Override
    public void exemplar(double value, long traceHigh, long traceLow, long millis) {
        int inner = out.begin(EXEMPLARS);
        int label = out.begin(LABELS);
        out.text(1, traceIdLabel);
        out.text(2, new TraceId(traceHigh, traceLow).hex());
        out.end(label);
        real(EXEMPLAR_VALUE, value);
        out.number(EXEMPLAR_TIME, millis);
        out.end(inner);
    }

    @Override
    public void histogram(NativeHistogram value, long millis) {
        int inner = out.begin(HISTOGRAMS);
        out.number(COUNT, value.count());
        real(SUM, value.sum());
        out.number(SCHEMA, zigzag(value.schema()));
        real(ZERO_THRESHOLD, NativeHistogram.ZERO_THRESHOLD);
        out.number(ZERO_COUNT, value.zeroCount());
        for (NativeHistogram.Span span : value.spans()) {
            int its = out.begin(SPANS);
            out.number(1, zigzag(span.offset()));
            out.number(2, span.length());
            out.end(its);
        }
        int deltas = out.begin(DELTAS);
        long before = 0;
        for (long count : value.counts()) {
            out.packed(zigzag(count - before));
            before = count;
        }
        out.end(deltas);
        out.number(HISTOGRAM_TIME, millis);
        out.end(inner);
        samples++;
    }

    @Override
    public void end() {
        out.end(mark);
        if (samples >= maxSamples) {
            finishRequest();
        }
    }

    private void finishRequest() {
        done.add(new WriteRequest(samples, compressed(out.toByteArray())));
        out = new WireWriter(FIRST_BYTES);
        samples = 0;
    }

    /// In Snappy's block format, which remote write asks for: the length, then the pieces.
    ///
    /// Netty's encoder takes no more than 32 KiB at a time and writes the length of each; those are left out.
    static byte[] compressed(byte[] message) {
        ByteBuf out = Unpooled.buffer(message.length / 4 + 64);
        int rest = message.length;
        while ((rest & ~0x7f) != 0) {
            out.writeByte(rest | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
        ByteBuf in = Unpooled.wrappedBuffer(message);
        ByteBuf piece = Unpooled.buffer(Short.MAX_VALUE);
        while (in.isReadable()) {
            int length = Math.min(in.readableBytes(), Short.MAX_VALUE);
            new Snappy().encode(in.readSlice(length), piece.clear(), length);
            while (piece.readByte() < 0) {
                // a byte of its length that is not the last
            }
            out.writeBytes(piece);
        }
        return ByteBufUtil.getBytes(out);
    }

    /// The requests, in the order in which they have to be sent.
    public List<WriteRequest> finish() {
        if (samples > 0) {
            finishRequest();
        }
        return List.copyOf(done);
    }

    private void real(int field, double value) {
        out.fixed64(field, Double.doubleToRawLongBits(value));
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
