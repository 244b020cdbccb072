package dev.spanflame.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentlyUsedTest {
    private final RecentlyUsed<String, String> kept = new RecentlyUsed<>(10);

    @Test
    void whatWasNotUsedForLongestGoesFirst() {
        kept.put("a", "A", 4);
        kept.put("b", "B", 4);
        assertThat(kept.get("a")).isEqualTo("A");
        kept.put("c", "C", 4);
        assertThat(kept.get("b")).isNull();
        assertThat(kept.get("a")).isEqualTo("A");
        assertThat(kept.get("c")).isEqualTo("C");
        assertThat(kept.bytes()).isEqualTo(8);
    }

    @Test
    void whatIsPutAgainTakesItsSpaceOnce() {
        kept.put("a", "A", 8);
        kept.put("a", "new", 3);
        assertThat(kept.get("a")).isEqualTo("new");
        assertThat(kept.bytes()).isEqualTo(3);
    }

    @Test
    void whatIsLargerThanAllSpaceIsNotKeptAndDrivesNothingOut() {
        kept.put("a", "A", 8);
        kept.put("b", "B", 11);
        assertThat(kept.get("b")).isNull();
        assertThat(kept.get("a")).isEqualTo("A");
    }
}
