package dev.spanflame.block.profile.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FrameTextTest {
    @Test
    void aNameCannotEndItsField() {
        FrameText frame = new FrameText("p\0q\0\0", "s", "f\0", 3, 7, "b", "i", 0);
        FrameText read = FrameText.parse(new String(frame.utf8(), StandardCharsets.UTF_8));
        assertThat(read).isEqualTo(frame);
        assertThat(read.function()).isEqualTo("p\uFFFDq\uFFFD\uFFFD");
        assertThat(read.line()).isEqualTo(7);
        assertThat(FrameText.parse("a\0b")).isEqualTo(FrameText.named("a\uFFFDb"));
    }
}
