package dev.spanflame.generator.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.generator.series.NativeHistogram.Span;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeBucketsTest {
    private final NativeBuckets buckets = new NativeBuckets();

    @Test
    void a_bound_belongs_to_the_bucket_below_it() {
        // schema 3: bucket 0 ends at 1, bucket 8 at 2, bucket -8 at 0.5
        buckets.add(1, 1);
        buckets.add(Math.nextUp(1.0), 1);
        buckets.add(2, 1);
        buckets.add(0.5, 1);
        buckets.add(0, 1);

        NativeHistogram form = buckets.snapshot(3.5);

        assertThat(form.schema()).isEqualTo(3);
        assertThat(form.zeroCount()).isEqualTo(1);
        assertThat(form.count()).isEqualTo(5);
        assertThat(form.sum()).isEqualTo(3.5);
        assertThat(form.spans()).containsExactly(new Span(-8, 1), new Span(7, 2), new Span(6, 1));
        assertThat(form.counts()).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void small_gaps_are_written_as_empty_buckets() {
        buckets.add(1, 1);
        // 2^(3/8) is the upper bound of bucket 3
        buckets.add(Math.pow(2, 3 / 8.0) * 0.999, 2);

        NativeHistogram form = buckets.snapshot(1);

        assertThat(form.spans()).containsExactly(new Span(0, 4));
        assertThat(form.counts()).containsExactly(1L, 0L, 0L, 2L);
    }

    @Test
    void weights_are_added_up_before_they_are_rounded() {
        for (int i = 0; i < 10; i++) {
            buckets.add(1, 1.25);
        }

        assertThat(buckets.snapshot(0).counts()).containsExactly(13L);
    }

    @Test
    void too_many_buckets_are_merged_by_two() {
        for (int exponent = 0; exponent < 20; exponent++) {
            for (int part = 1; part <= 8; part++) {
                buckets.add(Math.scalb(Math.pow(2, part / 8.0) * 0.999, exponent), 1);
            }
        }

        NativeHistogram form = buckets.snapshot(0);

        // 160 buckets of schema 3 are 80 of schema 2: each takes two
        assertThat(form.schema()).isEqualTo(2);
        assertThat(form.spans()).containsExactly(new Span(1, 80));
        assertThat(form.counts()).hasSize(80).containsOnly(2L);
    }

    @Test
    void every_value_is_within_the_bounds_of_its_bucket() {
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            NativeBuckets one = new NativeBuckets();
            double value = Math.scalb(1 + random.nextDouble(), random.nextInt(200) - 100);
            one.add(value, 1);
            NativeHistogram form = one.snapshot(value);
            int index = form.spans().getFirst().offset();

            assertThat(Math.log(value) / Math.log(2) * 8).isBetween(index - 1 - 1e-9, index + 1e-9);
        }
    }

    @Test
    void values_beyond_all_bounds_are_kept() {
        buckets.add(Double.POSITIVE_INFINITY, 1);
        buckets.add(Double.MAX_VALUE, 1);
        buckets.add(Double.MIN_VALUE, 1);
        buckets.add(-5, 1);

        NativeHistogram form = buckets.snapshot(0);

        assertThat(form.count()).isEqualTo(4);
        assertThat(form.zeroCount()).isEqualTo(2);
    }
}
