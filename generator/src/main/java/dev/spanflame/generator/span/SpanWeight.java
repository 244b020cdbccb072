package dev.spanflame.generator.span;

import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.model.trace.ValueType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How many spans one span stands for, where senders sample.
///
/// By W3C `tracestate` first (OpenTelemetry's "TraceState: Probability Sampling": `ot=th:HEX`, and
/// `rv:HEX` by which a fraction is rounded at random, so that counts stay whole), by an attribute
/// with the ratio of sampling second.
public final class SpanWeight {
    private static final int HEX_DIGITS = 14;
    private static final double WHOLE = 0x1p56;

    private final byte[] ratioKey;
    private final boolean byTraceState;

    /// `ratioKey` is the key of an attribute of span or resource, whose value is above 0 and at
    /// most 1; empty for none.
    public SpanWeight(String ratioKey, boolean byTraceState) {
        this.ratioKey = AttributeKeys.bytes(ratioKey);
        this.byTraceState = byTraceState;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpanWeight weight
                && byTraceState == weight.byTraceState
                && Arrays.equals(ratioKey, weight.ratioKey);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ratioKey) + Boolean.hashCode(byTraceState);
    }

    /// 1 where nothing says otherwise. Hot path.
    public double of(SpanRow span) {
        if (byTraceState) {
            double weight = ofTraceState(span);
            if (weight > 0) {
                return weight;
            }
        }
        if (ratioKey.length > 0) {
            double ratio = ratio(span, span.inSpan(ratioKey));
            if (!(ratio > 0)) {
                ratio = ratio(span, span.inResource(ratioKey));
            }
            double weight = 1 / ratio;
            if (ratio > 0 && !Double.isInfinite(weight)) {
                return weight;
            }
        }
        return 1;
    }

    private static double ratio(SpanRow span, int attribute) {
        if (attribute < 0) {
            return 0;
        }
        AttributeTable table = span.batch().attributes();
        long bits = table.bits(attribute);
        ValueType type = table.type(attribute);
        return type == ValueType.DOUBLE ? Double.longBitsToDouble(bits) : type == ValueType.INT ? bits : 0;
    }

    private static double ofTraceState(SpanRow span) {
        long ref = span.get(SpanColumn.TRACE_STATE);
        int length = TextRef.length(ref);
        return length == 0 ? 0 : ofTraceState(span.batch().text(ref));
    }

    /// The weight that a `tracestate` tells; 0 when it tells none.
    static double ofTraceState(String traceState) {
        for (String member : traceState.split(",", -1)) {
            String text = member.strip();
            if (text.startsWith("ot=")) {
                return ofOpenTelemetry(text.substring(3));
            }
        }
        return 0;
    }

    private static double ofOpenTelemetry(String value) {
        long threshold = -1;
        long random = -1;
        for (String field : value.split(";", -1)) {
            if (field.startsWith("th:")) {
                threshold = hex(field.substring(3), 1);
            } else if (field.startsWith("rv:")) {
                random = hex(field.substring(3), HEX_DIGITS);
            }
        }
        if (threshold < 0) {
            return 0;
        }
        double weight = WHOLE / (WHOLE - threshold);
        double below = Math.floor(weight);
        if (random < 0 || weight == below) {
            return weight;
        }
        return random / WHOLE < weight - below ? below + 1 : below;
    }

    /// Digits of a fraction of 56 bits, of which the last may be left out; -1 when they are none.
    private static long hex(String digits, int least) {
        if (digits.length() < least || digits.length() > HEX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = i < digits.length() ? Character.digit(digits.charAt(i), 16) : 0;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
