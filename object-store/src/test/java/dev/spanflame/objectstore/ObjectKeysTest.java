package dev.spanflame.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObjectKeysTest {
    private static final int[] POINTS = {
        'a', 'b', '/', '0', 0xE9, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF
    };

    @Test
    void theOrderIsThatOfTheBytes() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            String left = text(random);
            String right = text(random);
            assertThat(Integer.signum(ObjectKeys.compare(left, right)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8))));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
        }
        return text.toString();
    }

    @Test
    void aRefusalShowsTheKeyInPrintableForm() {
        assertThatThrownBy(() -> ObjectKeys.check("a\nb\u001b[31m"))
                .hasMessageContaining("a\\u000ab\\u001b[31m")
                .hasMessageContaining("control character");
        assertThatThrownBy(() -> ObjectKeys.check("\udc00")).hasMessageContaining("\\udc00");
    }

    @Test
    void aPrefixMayEndAnywhereInAKey() {
        for (String prefix : List.of("", "a", "a/", "a/b", "a/.", "a/..", ".", "..", "a.")) {
            assertThatCode(() -> ListRequest.objects(prefix)).doesNotThrowAnyException();
        }
        for (String prefix : List.of("/", "a//", "../a", "a/../b", "a\\", "a\0")) {
            assertThatThrownBy(() -> ListRequest.objects(prefix)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
