package dev.spanflame.traceql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FloatTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-2.5, -2.5",
        "100000, 100000.0",
        "1000000, 1e+06",
        "1234567.5, 1.2345675e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.1, 0.1",
        "1e300, 1e+300",
        "2.5e-310, 2.5e-310",
        "123456.789, 123456.789",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void writesTheShortestDigitsInGosForm(double value, String text) {
        assertThat(FloatText.of(value)).isEqualTo(text);
    }

    @Test
    void readsAsTheSameDouble() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(FloatText.of(value))).isEqualTo(value);
            }
        }
    }
}
