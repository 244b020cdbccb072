package dev.spanflame.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy POLICY = new RetryPolicy(
            9,
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(9));

    @Test
    void thePauseDoublesUpToTheLongest() {
        assertThat(POLICY.delayBefore(2, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(POLICY.delayBefore(3, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(POLICY.delayBefore(5, 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(POLICY.delayBefore(6, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(POLICY.delayBefore(5_000, 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void upToAHalfOfItIsLeftOutAtRandom() {
        assertThat(POLICY.delayBefore(2, 0.5)).isEqualTo(Duration.ofMillis(75));
        assertThat(POLICY.delayBefore(2, 0.999)).isBetween(Duration.ofMillis(50), Duration.ofMillis(51));
    }

    @Test
    void noAttemptIsNoPolicy() {
        Duration any = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new RetryPolicy(0, any, any, any, any, any))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
