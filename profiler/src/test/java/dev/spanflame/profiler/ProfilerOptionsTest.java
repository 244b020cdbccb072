package dev.spanflame.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProfilerOptionsTest {
    private static final ProfilerOptions OPTIONS = ProfilerOptions.of(URI.create("http://localhost:4040"), "shop");

    @Test
    void aNameWithoutLabelsHasNoBraces() {
        assertThat(OPTIONS.seriesName()).isEqualTo("shop");
    }

    @Test
    void refusesWhatTheUploadFormatCannotCarry() {
        assertThatThrownBy(() -> OPTIONS.withLabels(Map.of("a", "x,y"))).hasMessageContaining("\"x,y\"");
        assertThatThrownBy(() -> OPTIONS.withLabels(Map.of("a", "x}"))).hasMessageContaining("closing brace");
        assertThatThrownBy(() -> OPTIONS.withLabels(Map.of("a-b", "x"))).hasMessageContaining("\"a-b\"");
        assertThatThrownBy(() -> ProfilerOptions.of(OPTIONS.server(), "my shop"))
                .hasMessageContaining("my shop");
    }

    @Test
    void refusesAServerThatIsNoUrl() {
        assertThatThrownBy(() -> ProfilerOptions.of(URI.create("localhost:4040"), "shop"))
                .hasMessageContaining("http://localhost:4040");
    }

    @Test
    void refusesWindowsAndSamplingOutOfRange() {
        assertThatThrownBy(() -> OPTIONS.withWindow(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new Sampling(Duration.ZERO, 0, Duration.ZERO)).hasMessageContaining("nothing");
        assertThatThrownBy(() -> new Sampling(Duration.ofNanos(1), 0, Duration.ZERO))
                .hasMessageContaining("PT0.000000001S");
    }
}
