package dev.spanflame.querier.tempo.listed;

import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.tempopb.TimeSeries;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// Writes series over one axis in the JSON of their messages, which are not made of the many samples. Used by one
/// thread.
public final class SeriesJson {
    private static final byte[] SAMPLES = ascii("\"samples\":[");
    private static final byte[] VALUE = ascii("{\"value\":");

    /// Doubles from which on whole numbers have an exponent.
    private static final double LARGE = 1e7;

    private static final int BYTES_OF_SAMPLE = 64;
    private static final int BYTES_OF_DOUBLE = 32;

    private final byte[][] times;
    private final Function<Series, TimeSeries> labels;
    private final Function<Series, TimeSeries> exemplars;
    private byte[] out = new byte[1 << 10];
    private int size;

    /// Of series over `axis`, of which `labels` and `exemplars` make the parts of the message beside the samples.
    public SeriesJson(TimeAxis axis, Function<Series, TimeSeries> labels, Function<Series, TimeSeries> exemplars) {
        this.labels = labels;
        this.exemplars = exemplars;
        times = new byte[axis.count()][];
        for (int i = 0; i < times.length; i++) {
            long millis = axis.sampleMillis(i);
            times[i] = ascii(millis == 0 ? "" : "\"timestampMs\":\"" + millis + '"');
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The JSON of one.
    public byte[] of(Series series) {
        size = 0;
        double[] values = series.values();
        room(BYTES_OF_SAMPLE + values.length * BYTES_OF_SAMPLE);
        put('{');
        members(labels.apply(series));
        samples(values);
        members(exemplars.apply(series));
        put('}');
        return Arrays.copyOf(out, size);
    }

    /// The members of a message that is part of the whole.
    private void members(TimeSeries part) {
        byte[] json = ProtoJson.print(part.toByteArray(), TimeSeries.getDefaultInstance());
        if (json.length > 2) {
            comma();
            put(json, 1, json.length - 2);
        }
    }

    private void comma() {
        if (size > 1) {
            put(',');
        }
    }

    private void samples(double[] values) {
        int before = size;
        comma();
        put(SAMPLES);
        int begin = size;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                if (size > begin) {
                    put(',');
                }
                sample(values[i], times[i]);
            }
        }
        if (size == begin) {
            size = before;
        } else {
            put(']');
        }
    }

    /// Hot path.
    private void sample(double value, byte[] time) {
        if (Double.doubleToRawLongBits(value) == 0) {
            put('{');
        } else {
            put(VALUE);
            real(value);
            if (time.length > 0) {
                put(',');
            }
        }
        put(time);
        put('}');
    }

    /// As [Double#toString] writes it; what JSON has no number for as text. Hot path.
    private void real(double value) {
        if (value > 0 && value < LARGE && value == (int) value) {
            whole((int) value);
            put('.');
            put('0');
        } else if (Double.isInfinite(value)) {
            put(ascii(value > 0 ? "\"Infinity\"" : "\"-Infinity\""));
        } else {
            put(ascii(Double.toString(value)));
        }
    }

    private void whole(int number) {
        room(BYTES_OF_DOUBLE);
        int end = size;
        for (int rest = number; rest > 0; rest /= 10) {
            end++;
        }
        int at = end;
        for (int rest = number; rest > 0; rest /= 10) {
            out[--at] = (byte) ('0' + rest % 10);
        }
        size = end;
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int from, int count) {
        room(count);
        System.arraycopy(bytes, from, out, size, count);
        size += count;
    }

    private void put(int b) {
        room(1);
        out[size++] = (byte) b;
    }

    private void room(int count) {
        if (count > out.length - size) {
            out = Arrays.copyOf(out, Math.addExact(Math.addExact(size, count), out.length / 2));
        }
    }
}
