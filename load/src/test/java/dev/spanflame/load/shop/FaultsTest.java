package dev.spanflame.load.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    @Test
    void theSameSeedDecidesTheSame() {
        assertThat(decisions(new Faults(3, "payment"))).isEqualTo(decisions(new Faults(3, "payment")));
        assertThat(decisions(new Faults(3, "payment"))).isNotEqualTo(decisions(new Faults(4, "payment")));
        assertThat(decisions(new Faults(3, "payment"))).isNotEqualTo(decisions(new Faults(3, "cart")));
    }

    @Test
    void somethingHappensAsOftenAsItShould() {
        Faults faults = new Faults(1, "inventory");
        int happened = 0;
        for (int i = 0; i < 100_000; i++) {
            happened += faults.happens(70) ? 1 : 0;
        }
        assertThat(happened).isBetween(6_600, 7_400);
    }

    private static List<Integer> decisions(Faults faults) {
        List<Integer> decisions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            decisions.add(faults.number(1_000));
        }
        return decisions;
    }
}
