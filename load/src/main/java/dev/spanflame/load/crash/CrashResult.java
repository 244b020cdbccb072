package dev.spanflame.load.crash;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.load.JsonLine;
import dev.spanflame.load.send.Rounded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What a crash check found.
///
/// `startKills` counts kills of a server that was not ready yet, `flushes` the flushes that were answered OK. `lost`
/// are acknowledged items that were not there, `doubled` items that counted more than once, `altered` items that came
/// back with another content, or were never sent; `examples` names some of them. `starts` are those that were not
/// killed, in order.
public record CrashResult(
        long seed,
        int rounds,
        int startKills,
        long flushes,
        Count spans,
        Count profiles,
        List<Start> starts,
        List<String> examples,
        double seconds) {

    /// A start of the server: the time from the start of the process until `/ready` said so, and the bytes of the
    /// write-ahead log that it found.
    public record Start(Duration untilReady, long logBytes) {}

    /// The figures of one signal; `kept` are the items that were not acknowledged and are there nevertheless.
    public record Count(long acknowledged, long unacknowledged, long kept, long lost, long doubled, long altered) {
        /// Whether all that was acknowledged is there as it should be, and something was if anything was sent.
        public boolean isSound() {
            boolean silent = acknowledged == 0 && unacknowledged > 0;
            return !silent && lost == 0 && doubled == 0 && altered == 0;
        }

        private void write(JsonGenerator json) throws IOException {
            json.writeNumberField("acknowledged", acknowledged);
            json.writeNumberField("lost", lost);
            json.writeNumberField("doubled", doubled);
            json.writeNumberField("altered", altered);
            json.writeNumberField("unacknowledged", unacknowledged);
            json.writeNumberField("unacknowledged_kept", kept);
        }
    }

    /// Whether the server kept its word for both signals. A run in which nothing was acknowledged proves nothing, so it
    /// is not sound.
    public boolean isSound() {
        return spans.acknowledged() + profiles.acknowledged() > 0 && spans.isSound() && profiles.isSound();
    }

    /// The time of a start in milliseconds, of this share of all the longest one; 0 where there was none.
    private long readyMillis(double share) {
        List<Duration> sorted = starts.stream().map(Start::untilReady).sorted().toList();
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.round((sorted.size() - 1) * share)).toMillis();
    }

    /// The result as one line of JSON.
    public String json() {
        return JsonLine.of(json -> {
            json.writeBooleanField("sound", isSound());
            json.writeNumberField("rounds", rounds);
            json.writeNumberField("kills_at_start", startKills);
            json.writeNumberField("flushes", flushes);
            json.writeObjectFieldStart("spans");
            spans.write(json);
            json.writeEndObject();
            json.writeObjectFieldStart("profiles");
            profiles.write(json);
            json.writeEndObject();
            json.writeArrayFieldStart("examples");
            for (String example : examples) {
                json.writeString(example);
            }
            json.writeEndArray();
            json.writeNumberField("ready_ms_median", readyMillis(0.5));
            json.writeNumberField("ready_ms_most", readyMillis(1));
            json.writeNumberField("seed", seed);
            json.writeNumberField("seconds", Rounded.of(seconds, 1));
        });
    }
}
