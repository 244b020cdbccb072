package dev.spanflame.model.profile;

import static org.assertj.core.api.Assertions.assertThatObject;

import dev.spanflame.model.Labels;
import org.junit.jupiter.api.Test;

final class SeriesLabelsTest {
    private static final SampleType CPU = new SampleType("cpu", "nanoseconds");

    @Test
    void saysTheTypeAndTheService() {
        Labels profile = Labels.of("__name__", "memory", "service_name", "cart", "region", "eu");
        Labels sample = Labels.of("thread", "main", "region", "us", "empty", "", "__profile_type__", "x");
        assertThatObject(SeriesLabels.of(profile, sample, new SampleType("live", "count"), SampleType.NONE))
                .isEqualTo(Labels.of(
                        "__name__", "memory",
                        "__profile_type__", "memory:live:count::",
                        "__type__", "live",
                        "__unit__", "count",
                        "service_name", "cart",
                        "__service_name__", "cart",
                        "region", "eu",
                        "thread", "main"));
    }

    @Test
    void countsTheCpuTimeOfWallClockProfilesAsCpu() {
        Labels wall = Labels.of("__name__", "wall");
        assertThatObject(SeriesLabels.of(wall, Labels.EMPTY, CPU, CPU))
                .isEqualTo(Labels.of(
                        "__name__", "process_cpu",
                        "__name_replaced__", "wall",
                        "__profile_type__", "process_cpu:cpu:nanoseconds:cpu:nanoseconds",
                        "__type__", "cpu",
                        "__unit__", "nanoseconds",
                        "__period_type__", "cpu",
                        "__period_unit__", "nanoseconds",
                        "service_name", "unknown_service",
                        "__service_name__", "unknown_service"));
    }
}
