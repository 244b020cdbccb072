package dev.spanflame.agent.convert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocationDistancesTest {
    private static final long USUAL = 512 * 1024;

    private final AllocationDistances distances = new AllocationDistances();

    @Test
    void the_first_sample_after_a_change_was_drawn_before_it() {
        distances.change(50, 32 * USUAL);
        assertThat(distances.before(7)).isEqualTo(USUAL);
        assertThat(distances.before(7)).isEqualTo(32 * USUAL);

        distances.change(60, 2 * USUAL);
        assertThat(distances.before(7)).isEqualTo(32 * USUAL);
        assertThat(distances.before(7)).isEqualTo(2 * USUAL);
    }

    @Test
    void a_thread_that_slept_through_changes_was_drawn_before_all_of_them() {
        assertThat(distances.before(7)).isEqualTo(USUAL);
        distances.change(50, 32 * USUAL);
        distances.change(60, 4 * USUAL);

        assertThat(distances.before(7)).isEqualTo(USUAL);
        assertThat(distances.before(7)).isEqualTo(4 * USUAL);
    }

    @Test
    void a_thread_that_began_later_was_drawn_with_what_held_then() {
        distances.change(50, 32 * USUAL);
        distances.change(60, 4 * USUAL);

        assertThat(distances.before(49)).isEqualTo(USUAL);
        assertThat(distances.before(50)).isEqualTo(32 * USUAL);
        assertThat(distances.before(60)).isEqualTo(4 * USUAL);
        assertThat(distances.before(50)).isEqualTo(4 * USUAL);
    }

    @Test
    void threads_are_numbered_in_their_order() {
        Thread before = new Thread("before");
        distances.change(8 * USUAL);
        Thread after = new Thread("after");

        assertThat(distances.before(before.getId())).isEqualTo(USUAL);
        assertThat(distances.before(after.getId())).isEqualTo(8 * USUAL);
    }

    @Test
    void many_changes_are_forgotten_but_for_the_last() {
        for (int i = 1; i <= 200; i++) {
            distances.change(10 * i, i * USUAL);
        }

        assertThat(distances.before(2000)).isEqualTo(200 * USUAL);
        assertThat(distances.before(1995)).isEqualTo(199 * USUAL);
        assertThat(distances.before(1)).isEqualTo(137 * USUAL);
    }

    @Test
    void large_objects_are_sampled_for_sure_and_small_ones_by_their_size() {
        assertThat(AllocationDistances.chance(100 * USUAL, USUAL)).isEqualTo(1);
        assertThat(16 / AllocationDistances.chance(16, USUAL)).isBetween(USUAL + 7.9, USUAL + 8.1);
        assertThat(AllocationDistances.chance(USUAL, USUAL)).isBetween(0.632, 0.633);
    }
}
