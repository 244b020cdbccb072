package dev.spanflame.model.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.profile.SampleTable.SampleColumn;
import org.junit.jupiter.api.Test;

final class SampleTableTest {
    @Test
    void holdsEachValueOfEachSample() {
        SampleTable samples = new SampleTable(3);
        for (int row = 0; row < 1_000; row++) {
            assertThat(samples.add()).isEqualTo(row);
            samples.setValue(row, 1, row * 10L);
            samples.rows().set(SampleColumn.SPAN_ID, row, -row);
        }
        assertThat(samples.size()).isEqualTo(1_000);
        assertThat(samples.value(777, 1)).isEqualTo(7_770);
        assertThat(samples.value(777, 0)).isZero();
        assertThat(samples.value(777, 2)).isZero();
        assertThat(samples.rows().get(SampleColumn.SPAN_ID, 777)).isEqualTo(-777);
    }
}
