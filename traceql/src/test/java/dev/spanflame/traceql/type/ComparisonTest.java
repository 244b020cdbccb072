package dev.spanflame.traceql.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.syntax.tree.FieldOperator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final Value ONE = new Value.Int(1);

    @Test
    void nilAndOpaqueSatisfyNothing() {
        Value opaque = new Value.Opaque("{}");
        for (FieldOperator operator : FieldOperator.values()) {
            for (Value value : List.of(Value.NIL, opaque, ONE, new Value.Text("a"))) {
                assertThat(Comparison.holds(operator, Value.NIL, value)).isFalse();
                assertThat(Comparison.holds(operator, value, Value.NIL)).isFalse();
                assertThat(Comparison.holds(operator, opaque, value)).isFalse();
            }
        }
    }

    @Test
    void differentTypesAreNotEvenUnequal() {
        List<Value> values =
                List.of(ONE, new Value.Text("1"), new Value.Bool(true), new Value.Status(1), new Value.Kind(1));
        for (Value a : values) {
            for (Value b : values) {
                assertThat(Comparison.holds(FieldOperator.NOT_EQUAL, a, b))
                        .as(a + " != " + b)
                        .isFalse();
                assertThat(Comparison.holds(FieldOperator.EQUAL, a, b)).isEqualTo(a == b);
            }
        }
    }

    @Test
    void wholeNumbersCompareExactly() {
        Value big = new Value.Int((1L << 53) + 1);
        assertThat(Comparison.holds(FieldOperator.EQUAL, big, new Value.Duration((1L << 53) + 1)))
                .isTrue();
        assertThat(Comparison.holds(FieldOperator.GREATER, big, new Value.Int(1L << 53)))
                .isTrue();
        assertThat(Comparison.holds(FieldOperator.EQUAL, big, new Value.Float(0x1p53)))
                .isTrue();
    }

    @Test
    void nanIsUnequalToItself() {
        Value nan = new Value.Float(Double.NaN);
        assertThat(Comparison.holds(FieldOperator.EQUAL, nan, nan)).isFalse();
        assertThat(Comparison.holds(FieldOperator.NOT_EQUAL, nan, nan)).isTrue();
        assertThat(Comparison.holds(FieldOperator.LESS, nan, ONE)).isFalse();
    }

    @Test
    void textsAreInTheOrderOfTheirBytes() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String a = text(random);
            String b = text(random);
            int expected =
                    Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(TextOrder.compare(a, b))).as(a + " " + b).isEqualTo(Integer.signum(expected));
        }
    }

    private static String text(Random random) {
        int[] alphabet = {'a', 'z', 0xe9, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1f642, 0x10ffff};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
