package dev.spanflame.generator.label;

import java.math.BigDecimal;

/// Text of numbers as Prometheus and Tempo write them in labels.
public final class Numbers {
    private Numbers() {}

    /// The shortest decimal digits that mean `value`, never with an exponent: `0.002`, `16.384`,
    /// `5`, `+Inf`.
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String text = exact.toPlainString();
        return exact.signum() == 0 ? "0" : text;
    }
}
