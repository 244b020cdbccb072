package dev.spanflame.traceql.syntax;

import java.math.BigDecimal;

/// Doubles as text: the shortest digits that give the same double, in the manner of Go's `%g`.
public final class FloatText {
    private FloatText() {}

    /// `0.5`, `200.0`, `1e+06`; never without a point or an exponent, so that it reads as a float again.
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent < -4 || exponent >= 6) {
            return scientific(exact, exponent);
        }
        String plain = exact.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private static String scientific(BigDecimal exact, int exponent) {
        String digits = exact.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(exact.signum() < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        int size = Math.abs(exponent);
        return text.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(size < 10 ? "0" : "")
                .append(size)
                .toString();
    }
}
