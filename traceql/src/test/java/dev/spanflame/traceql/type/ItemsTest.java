package dev.spanflame.traceql.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemsTest {
    private static final String MAP = "{\"kvlistValue\":{\"values\":["
            + "{\"key\":\"i\",\"value\":{\"intValue\":\"-7\"}},"
            + "{\"key\":\"n\",\"value\":{\"intValue\":8}},"
            + "{\"key\":\"d\",\"value\":{\"doubleValue\":1.5}},"
            + "{\"key\":\"x\",\"value\":{\"doubleValue\":\"NaN\"}},"
            + "{\"key\":\"b\",\"value\":{\"boolValue\":true}},"
            + "{\"key\":\"e\",\"value\":{}},"
            + "{\"key\":\"tab\\t\\u00e9\\\"\",\"value\":{\"stringValue\":\"a\\\\b\\/\"}},"
            + "{\"key\":\"l\",\"value\":{\"arrayValue\":{\"values\":[{\"intValue\":\"1\"},{\"intValue\":\"2\"}]}}},"
            + "{\"key\":\"none\",\"value\":{\"arrayValue\":{}}},"
            + "{\"key\":\"m\",\"value\":{\"kvlistValue\":{\"values\":[]}}},"
            + "{\"key\":\"y\",\"value\":{\"bytesValue\":\"AA==\"}}]}}";

    private static Value entry(String name) {
        return Items.item(new Value.Opaque(MAP), Value.of(name));
    }

    @Test
    void entriesOfAMapHaveTheirTypes() {
        assertThat(entry("i")).isEqualTo(Value.of(-7));
        assertThat(entry("n")).isEqualTo(Value.of(8));
        assertThat(entry("d")).isEqualTo(new Value.Float(1.5));
        assertThat(entry("x")).isEqualTo(new Value.Float(Double.NaN));
        assertThat(entry("b")).isEqualTo(Value.of(true));
        assertThat(entry("e")).isEqualTo(Value.NIL);
        assertThat(entry("tab\té\"")).isEqualTo(Value.of("a\\b/"));
        assertThat(entry("l")).isEqualTo(new Value.Array(List.of(Value.of(1), Value.of(2))));
        assertThat(entry("none")).isEqualTo(new Value.Array(List.of()));
        assertThat(entry("m")).isEqualTo(new Value.Opaque("{\"kvlistValue\":{\"values\":[]}}"));
        assertThat(entry("y")).isEqualTo(new Value.Opaque("{\"bytesValue\":\"AA==\"}"));
        assertThat(entry("absent")).isEqualTo(Value.NIL);
        assertThat(Items.length(new Value.Opaque(MAP))).isEqualTo(Value.of(11));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "2, 12", "-1, 12", "-3, 10"})
    void elementsAreCountedFromEitherEnd(long place, long expected) {
        Value list = new Value.Array(List.of(Value.of(10), Value.of(11), Value.of(12)));

        assertThat(Items.item(list, Value.of(place))).isEqualTo(Value.of(expected));
        assertThat(Items.length(list)).isEqualTo(Value.of(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, -4, Long.MAX_VALUE, Long.MIN_VALUE})
    void beyondTheEndsThereIsNothing(long place) {
        assertThat(Items.item(new Value.Array(List.of(Value.of(1), Value.of(2), Value.of(3))), Value.of(place)))
                .isEqualTo(Value.NIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[1]", "{\"arrayValue\":", "{\"arrayValue\":{\"values\":[}", "{\"x\":1}"})
    void aTextOfAnotherFormHoldsNothing(String json) {
        assertThat(Items.item(new Value.Opaque(json), Value.of(0))).isEqualTo(Value.NIL);
        assertThat(Items.length(new Value.Opaque(json))).isEqualTo(Value.NIL);
    }

    @Test
    void nestingHasAnEnd() {
        String deep = "{\"arrayValue\":{\"values\":[".repeat(100_000) + "]}}".repeat(100_000);

        assertThat(Items.item(new Value.Opaque(deep), Value.of(0))).isEqualTo(Value.NIL);
    }

    @Test
    void brokenTextsAreNoFailure() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(MAP);
            for (int change = random.nextInt(4); change >= 0 && !text.isEmpty(); change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, "{}[]\",:\\u0n".charAt(random.nextInt(11)));
                    default -> text.setLength(Math.max(1, at));
                }
            }
            assertThat(Items.item(new Value.Opaque(text.toString()), Value.of("i")))
                    .isNotNull();
        }
    }
}
