package dev.spanflame.model.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StackTableTest {
    private final StackTable stacks = new StackTable();

    @Test
    void keepsStacksApart() {
        for (int stack = 0; stack < 200; stack++) {
            for (int i = 0; i < stack % 7; i++) {
                stacks.push(stack * 10 + i);
            }
            assertThat(stacks.close()).isEqualTo(stack);
        }
        assertThat(frames(6)).containsExactly(60, 61, 62, 63, 64, 65);
        assertThat(frames(7)).isEmpty();
        assertThat(frames(198)).containsExactly(1980, 1981);
        assertThat(stacks.size()).isEqualTo(200);
    }

    @Test
    void theOpenStackCanBeCutAtItsLeafOrForgotten() {
        stacks.push(1);
        stacks.close();
        IntStream.rangeClosed(10, 15).forEach(stacks::push);
        stacks.cutLeaf(4);
        assertThat(stacks.open()).isEqualTo(2);
        stacks.close();
        stacks.push(99);
        stacks.discard();
        stacks.push(7);
        stacks.close();
        assertThat(frames(1)).containsExactly(14, 15);
        assertThat(frames(2)).containsExactly(7);
    }

    private int[] frames(int stack) {
        return Arrays.copyOfRange(stacks.locations(), stacks.from(stack), stacks.to(stack));
    }
}
