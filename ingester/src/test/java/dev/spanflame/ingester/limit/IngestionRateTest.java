package dev.spanflame.ingester.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IngestionRateTest {
    private static final Tenant A = new Tenant("a");
    private static final Tenant B = new Tenant("b");

    private final AtomicLong now = new AtomicLong();
    private final IngestionRate rate = new IngestionRate(1000, 2000, now::get);

    @Test
    void aBurstPassesAndThenTheRateHolds() {
        rate.take(A, 2000);
        assertThatThrownBy(() -> rate.take(A, 500)).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
            assertThat(e.retryAfter()).contains(Duration.ofMillis(500));
        });
        now.addAndGet(500_000_000L);
        rate.take(A, 500);
    }

    @Test
    void tenantsHaveBucketsOfTheirOwn() {
        rate.take(A, 2000);
        rate.take(B, 2000);
    }

    @Test
    void whatNeverFitsIsToldSo() {
        assertThatThrownBy(() -> rate.take(A, 2001))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    @Test
    void noRateIsNoLimit() {
        IngestionRate none = new IngestionRate(0, 0, now::get);
        for (int i = 0; i < 1000; i++) {
            none.take(A, Integer.MAX_VALUE);
        }
    }
}
