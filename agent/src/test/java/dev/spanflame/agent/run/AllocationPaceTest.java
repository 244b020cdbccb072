package dev.spanflame.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.config.Sampling;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllocationPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Sampling USUAL = sampling("alloc=512k");

    private final AllocationPace pace = paceOf(100, USUAL);

    @Test
    void samples_are_as_far_apart_as_makes_no_more_than_wanted() {
        assertThat(pace.tell(USUAL, 2000, SECOND)).isTrue();

        assertThat(pace.factor()).isEqualTo(32);
        assertThat(pace.of(USUAL).alloc()).isEqualTo(32L * 512 * 1024);
        assertThat(pace.of(USUAL).interval()).isEqualTo(USUAL.interval());
    }

    @Test
    void what_is_near_the_wanted_rate_changes_nothing() {
        pace.tell(USUAL, 2000, 2 * SECOND);
        long before = pace.factor();

        pace.tell(USUAL, 199, SECOND);
        pace.tell(USUAL, 26, SECOND);

        assertThat(before).isEqualTo(16);
        assertThat(pace.factor()).isEqualTo(before);
    }

    @Test
    void a_quiet_program_is_sampled_as_is_set_again() {
        pace.tell(USUAL, 2000, SECOND);

        pace.tell(USUAL, 12, SECOND);
        assertThat(pace.factor())
                .as("12 of 32 times the distance are 384 of one")
                .isEqualTo(4);
        pace.tell(USUAL, 0, SECOND);

        assertThat(pace.factor()).isOne();
        assertThat(pace.of(USUAL)).isEqualTo(USUAL);
    }

    @Test
    void a_steady_program_makes_one_change() {
        int changes = 0;
        for (int window = 0; window < 20; window++) {
            changes += pace.tell(USUAL, 300 / pace.factor(), SECOND) ? 1 : 0;
        }

        assertThat(changes).isOne();
        assertThat(pace.factor()).isEqualTo(4);
    }

    @Test
    void the_distance_stays_below_what_a_jvm_takes() {
        for (int i = 0; i < 10; i++) {
            pace.tell(USUAL, 1_000_000, SECOND);
        }
        assertThat(pace.of(USUAL).alloc()).isEqualTo(1L << 30);

        Sampling wide = sampling("alloc=1g");
        assertThat(pace.of(wide).alloc()).as("begins anew").isEqualTo(1L << 30);
        pace.tell(wide, 1_000_000, SECOND);
        assertThat(pace.of(wide).alloc()).isEqualTo(1L << 30);
    }

    @Test
    void live_objects_and_no_bound_leave_samples_where_they_are() {
        Sampling live = sampling("alloc=512k,live=true");
        AllocationPace unbounded = paceOf(0, USUAL);

        pace.tell(live, 100_000, SECOND);
        unbounded.tell(USUAL, 100_000, SECOND);

        assertThat(pace.isExceeded(live, 100_000)).isFalse();
        assertThat(pace.factor()).isOne();
        assertThat(unbounded.isExceeded(USUAL, 100_000)).isFalse();
        assertThat(unbounded.factor()).isOne();
    }

    @Test
    void a_recording_ends_early_once_where_it_is_of_no_use() {
        assertThat(pace.isExceeded(USUAL, 400)).isFalse();
        assertThat(pace.isExceeded(USUAL, 401)).isTrue();
        pace.tell(USUAL, 10, SECOND);

        assertThat(pace.isExceeded(USUAL, 401)).as("so many others").isFalse();

        pace.tell(USUAL, 500, SECOND);
        assertThat(pace.isExceeded(USUAL, 401)).as("after a change").isTrue();
    }

    /// With a recording that began.
    private static AllocationPace paceOf(int rate, Sampling sampling) {
        AllocationPace made = new AllocationPace(rate);
        assertThat(made.of(sampling)).isEqualTo(sampling);
        return made;
    }

    private static Sampling sampling(String arguments) {
        return AgentOptions.of(arguments, Map.of(), Map.of()).sampling();
    }
}
