package dev.spanflame.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapShareTest {
    private static final long MIB = 1 << 20;

    @Test
    void whatAnyLoadNeedsIsNotShared() {
        assertThat(HeapShare.shared(1024 * MIB)).isEqualTo(928 * MIB);
        assertThat(HeapShare.shared(256 * MIB)).isEqualTo(160 * MIB);
        assertThat(HeapShare.shared(64 * MIB)).isEqualTo(40 * MIB);
    }

    @Test
    void aNumberOfBytesIsTakenAsItIs() {
        assertThat(HeapShare.of(7, 5, 2)).isEqualTo(7);
        assertThat(HeapShare.of(0, 5, 2))
                .isEqualTo(HeapShare.shared(Runtime.getRuntime().maxMemory()) / 5 * 2);
    }
}
