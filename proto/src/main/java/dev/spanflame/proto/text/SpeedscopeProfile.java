package dev.spanflame.proto.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// One profile of a speedscope file, as numbers: the frames may follow after it.
final class SpeedscopeProfile {
    String name = "";
    String unit = "none";

    private String type = "";
    private double start;
    /// Frames of all samples or events one behind the other; of an event that closes, the frame as `-1
    /// - frame`.
    private int[] frames = new int[64];
    private int frameCount;
    /// For each sample the position behind its last frame.
    private int[] ends = new int[16];
    private int sampleCount;
    /// Weights of samples, or times of events.
    private double[] numbers = new double[64];
    private int numberCount;

    private SpeedscopeProfile() {}

    /// Reads the profile that begins at the cursor.
    static SpeedscopeProfile read(JsonParser json) throws IOException {
        SpeedscopeProfile profile = new SpeedscopeProfile();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> profile.name = text(json, field);
                case "type" -> profile.type = text(json, field);
                case "unit" -> profile.unit = text(json, field);
                case "startValue" -> profile.start = number(json, field);
                case "samples" -> profile.readSamples(json);
                case "weights" -> profile.readWeights(json);
                case "events" -> profile.readEvents(json);
                default -> json.skipChildren();
            }
        }
        return profile;
    }

    /// What the profile counts: its unit says it where the file has several profiles, else the
    /// application's name.
    NamedType type(String app, boolean several) {
        return switch (unit) {
            case "bytes" -> NamedType.memory(app);
            case "nanoseconds", "microseconds", "milliseconds", "seconds" ->
                several ? NamedType.wall(app) : NamedType.of(app);
            case "none" -> NamedType.of(app);
            default ->
                throw SpeedscopeDecoder.malformed("unit '" + MalformedText.shown(unit)
                        + "'; expected none, nanoseconds, microseconds, milliseconds, seconds or bytes");
        };
    }

    /// Adds the samples or events to `into`, where a number without unit counts `each`.
    void copyTo(TextProfile into, List<String> names, long each) {
        double factor = switch (unit) {
            case "microseconds" -> 1e3;
            case "milliseconds" -> 1e6;
            case "seconds" -> 1e9;
            case "none" -> each;
            default -> 1;
        };
        switch (type) {
            case "sampled" -> copySamples(into, names, factor);
            case "evented" -> copyEvents(into, names, factor);
            default ->
                throw SpeedscopeDecoder.malformed(
                        "profile type '" + MalformedText.shown(type) + "'; expected sampled or evented");
        }
    }

    private void copySamples(TextProfile into, List<String> names, double factor) {
        if (sampleCount != numberCount) {
            throw SpeedscopeDecoder.malformed(sampleCount + " samples and " + numberCount + " weights");
        }
        int from = 0;
        for (int sample = 0; sample < sampleCount; sample++) {
            for (int i = from; i < ends[sample]; i++) {
                into.push(name(names, frames[i]));
            }
            from = ends[sample];
            into.countExactly(whole(numbers[sample], factor));
            into.pop(0);
        }
    }

    private void copyEvents(TextProfile into, List<String> names, double factor) {
        if (sampleCount > 0 || frameCount != numberCount) {
            throw SpeedscopeDecoder.malformed("an evented profile that has samples or weights");
        }
        double last = start;
        int[] open = new int[frameCount];
        int depth = 0;
        for (int event = 0; event < frameCount; event++) {
            double now = numbers[event];
            if (now < last) {
                throw SpeedscopeDecoder.malformed("an event at " + now + " after one at " + last);
            }
            into.countExactly(whole(now - last, factor));
            last = now;
            int frame = frames[event];
            if (frame >= 0) {
                into.push(name(names, frame));
                open[depth++] = frame;
            } else if (depth == 0 || open[depth - 1] != -1 - frame) {
                throw SpeedscopeDecoder.malformed("an event at " + now + " closes frame " + (-1 - frame)
                        + ", which is not the innermost open one");
            } else {
                into.pop(--depth);
            }
        }
        into.pop(0);
    }

    private static long whole(double number, double factor) {
        if (number < 0 || Double.isNaN(number)) {
            throw SpeedscopeDecoder.malformed("the weight " + number);
        }
        return Math.round(number * factor);
    }

    private static String name(List<String> names, int frame) {
        if (frame < 0 || frame >= names.size()) {
            throw SpeedscopeDecoder.malformed("frame " + frame + " of a list of " + names.size());
        }
        return names.get(frame);
    }

    private void readSamples(JsonParser json) throws IOException {
        SpeedscopeDecoder.expect(json.currentToken(), JsonToken.START_ARRAY, "a list of samples");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            SpeedscopeDecoder.expect(json.currentToken(), JsonToken.START_ARRAY, "a sample as a list of frames");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                addFrame(frame(json));
            }
            if (sampleCount == ends.length) {
                ends = Arrays.copyOf(ends, sampleCount * 2);
            }
            ends[sampleCount++] = frameCount;
        }
    }

    private void readWeights(JsonParser json) throws IOException {
        SpeedscopeDecoder.expect(json.currentToken(), JsonToken.START_ARRAY, "a list of weights");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            addNumber(number(json, "a weight"));
        }
    }

    private void readEvents(JsonParser json) throws IOException {
        SpeedscopeDecoder.expect(json.currentToken(), JsonToken.START_ARRAY, "a list of events");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            SpeedscopeDecoder.expect(json.currentToken(), JsonToken.START_OBJECT, "an event as an object");
            String kind = "";
            int frame = -1;
            double at = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "type" -> kind = text(json, field);
                    case "at" -> at = number(json, field);
                    case "frame" -> frame = frame(json);
                    default -> json.skipChildren();
                }
            }
            if (frame < 0 || (!kind.equals("O") && !kind.equals("C"))) {
                throw SpeedscopeDecoder.malformed("an event of type '" + MalformedText.shown(kind) + "' and frame "
                        + frame + "; expected O or C and a frame");
            }
            addFrame(kind.equals("O") ? frame : -1 - frame);
            addNumber(at);
        }
    }

    private void addFrame(int frame) {
        if (frameCount == frames.length) {
            frames = Arrays.copyOf(frames, frameCount * 2);
        }
        frames[frameCount++] = frame;
    }

    private void addNumber(double number) {
        if (numberCount == numbers.length) {
            numbers = Arrays.copyOf(numbers, numberCount * 2);
        }
        numbers[numberCount++] = number;
    }

    private static int frame(JsonParser json) throws IOException {
        double number = number(json, "a frame");
        if (number < 0 || number > Integer.MAX_VALUE - 1 || number != Math.rint(number)) {
            throw SpeedscopeDecoder.malformed("frame " + number + "; expected a position in the list of frames");
        }
        return (int) number;
    }

    private static double number(JsonParser json, String what) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case null, default ->
                throw SpeedscopeDecoder.malformed(what + " is " + json.currentToken() + ", no number");
        };
    }

    private static String text(JsonParser json, String what) throws IOException {
        SpeedscopeDecoder.expect(json.currentToken(), JsonToken.VALUE_STRING, what + " as a text");
        return json.getText();
    }
}
