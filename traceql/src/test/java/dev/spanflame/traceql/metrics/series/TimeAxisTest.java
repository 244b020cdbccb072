package dev.spanflame.traceql.metrics.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeAxisTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "3600, 15000",
        "86400, 300000",
        "21600, 60000",
        "10800, 45000",
        "1800, 5000",
        "300, 1000",
        "60, 1000",
        "59, 200",
        "12, 50",
        "1, 50",
        "604800, 2400000"
    })
    void aDefaultStepIsAboutA240thOfTheRange(long seconds, long millis) {
        assertThat(TimeAxis.defaultStep(seconds * SECOND)).isEqualTo(millis * 1_000_000);
    }

    @Test
    void aRangeIsAlignedToItsStepAndBeginsOneIntervalEarlier() {
        TimeAxis axis = TimeAxis.range(1_000_000_007 * SECOND, 1_000_000_095 * SECOND, 30 * SECOND);

        assertThat(axis.startNanos()).isEqualTo(999_999_960 * SECOND);
        assertThat(axis.endNanos()).isEqualTo(1_000_000_110 * SECOND);
        assertThat(axis.count()).isEqualTo(5);
        assertThat(axis.sampleMillis(0)).isEqualTo(999_999_990_000L);
        assertThat(axis.sampleMillis(4)).isEqualTo(1_000_000_110_000L);
    }

    @Test
    void intervalsAreOpenOnTheLeftAndClosedOnTheRight() {
        TimeAxis axis = new TimeAxis(100, 10, 3);

        assertThat(axis.interval(100)).isEqualTo(-1);
        assertThat(axis.interval(101)).isZero();
        assertThat(axis.interval(110)).isZero();
        assertThat(axis.interval(111)).isEqualTo(1);
        assertThat(axis.interval(130)).isEqualTo(2);
        assertThat(axis.interval(131)).isEqualTo(-1);
        assertThat(axis.interval(Long.MIN_VALUE)).isEqualTo(-1);
        assertThat(axis.window().contains(100)).isFalse();
        assertThat(axis.window().contains(130)).isTrue();
    }

    @Test
    void anInstantIsOneIntervalThatIsNotAligned() {
        TimeAxis axis = TimeAxis.instant(7, 19);

        assertThat(axis).isEqualTo(new TimeAxis(7, 12, 1));
        assertThat(axis.interval(7)).isEqualTo(-1);
        assertThat(axis.interval(19)).isZero();
    }

    @Test
    void tooManyIntervalsAreRefusedWithTheSmallestStepThatWorks() {
        assertThatThrownBy(() -> TimeAxis.range(0, 86_400 * SECOND, SECOND))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("step of 1s is too small, minimum step for given range is 8.64s");
        assertThat(TimeAxis.range(0, 86_400 * SECOND, 8_640_000_000L).count()).isEqualTo(10_001);
    }

    @Test
    void impossibleTimesAreRefused() {
        assertThatThrownBy(() -> TimeAxis.range(5, 5, 1)).hasMessageContaining("end must be greater than start");
        assertThatThrownBy(() -> TimeAxis.instant(6, 5)).hasMessageContaining("end must be greater than start");
        assertThatThrownBy(() -> TimeAxis.range(Long.MIN_VALUE + 1, Long.MAX_VALUE, SECOND))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("apart");
        assertThatThrownBy(() -> TimeAxis.range(0, Long.MAX_VALUE, Long.MAX_VALUE / 2 + 2))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("beyond the years");
    }
}
