package dev.spanflame.load.send;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers as reports show them.
public final class Rounded {
    private Rounded() {}

    /// `value` with `digits` behind the point.
    public static BigDecimal of(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }
}
