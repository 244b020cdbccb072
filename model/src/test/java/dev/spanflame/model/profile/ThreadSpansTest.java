package dev.spanflame.model.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.profile.ThreadSpans.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ThreadSpansTest {
    @Test
    void findsTheInnermostSpanOfAMoment() {
        ThreadSpans spans =
                new ThreadSpans(List.of(new Interval(10, 100, 0), new Interval(20, 40, 1), new Interval(25, 30, 2)));
        assertThat(spans.at(9)).isEqualTo(-1);
        assertThat(spans.at(10)).isZero();
        assertThat(spans.at(24)).isEqualTo(1);
        assertThat(spans.at(29)).isEqualTo(2);
        assertThat(spans.at(30)).isEqualTo(1);
        assertThat(spans.at(40)).isZero();
        assertThat(spans.at(99)).isZero();
        assertThat(spans.at(100)).isEqualTo(-1);
    }

    @Test
    void findsWhatALookAtEverySpanFinds() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<Interval> intervals = new ArrayList<>();
            for (int i = 0; i < random.nextInt(30); i++) {
                long start = random.nextInt(50);
                intervals.add(new Interval(start, start + 1 + random.nextInt(20), i));
            }
            ThreadSpans spans = new ThreadSpans(intervals);
            for (long time = 0; time < 75; time++) {
                int found = spans.at(time);
                long latest = latestStart(intervals, time);
                if (latest < 0) {
                    assertThat(found).isEqualTo(-1);
                } else {
                    assertThat(intervals.get(found).start()).isEqualTo(latest);
                    assertThat(intervals.get(found).end()).isGreaterThan(time);
                }
            }
        }
    }

    private static long latestStart(List<Interval> intervals, long time) {
        return intervals.stream()
                .filter(each -> each.start() <= time && time < each.end())
                .mapToLong(Interval::start)
                .max()
                .orElse(-1);
    }
}
