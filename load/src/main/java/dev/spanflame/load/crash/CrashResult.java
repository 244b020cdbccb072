package dev.spanflame.load.crash;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.load.JsonLine;
import dev.spanflame.load.send.Rounded;
import java.io.IOException;
import java.util.List;

/// What a crash check found.
///
/// `startKills` counts kills of a server that was not ready yet, `flushes` the flushes that were answered OK. `lost`
/// are acknowledged items that were not there, `doubled` items that counted more than once, `altered` items that came
/// back with another content, or were never sent; `examples` names some of them.
public record CrashResult(
        long seed,
        int rounds,
        int startKills,
        long flushes,
        Count spans,
        Count profiles,
        List<String> examples,
        double seconds) {

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
            json.writeNumberField("seed", seed);
            json.writeNumberField("seconds", Rounded.of(seconds, 1));
        });
    }
}
