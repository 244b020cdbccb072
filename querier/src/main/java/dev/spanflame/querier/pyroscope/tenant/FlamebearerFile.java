package dev.spanflame.querier.pyroscope.tenant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a flame graph in Pyroscope's JSON, such as `/pyroscope/render` answers with: version 1, of one profile.
final class FlamebearerFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BAR = 4;
    private static final int MAX_NUMBERS = 16_000_000;

    private final List<String> names = new ArrayList<>();
    private final List<long[]> levels = new ArrayList<>();
    private String format = "";
    private String units = "";
    private String name = "";
    private int numbers;

    private FlamebearerFile() {}

    /// The profile; empty when `bytes` do not begin as JSON does.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for other JSON.
    static Optional<ProfileBatch> parse(byte[] bytes) {
        int first = 0;
        while (first < bytes.length && bytes[first] <= ' ' && bytes[first] > 0) {
            first++;
        }
        if (first == bytes.length || bytes[first] != '{') {
            return Optional.empty();
        }
        FlamebearerFile file = new FlamebearerFile();
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            file.readFields(json, file::field);
        } catch (IOException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        return file.profile();
    }

    private static BackendException malformed(String why) {
        return BackendException.badRequest("malformed_profile", "not a flame graph in Pyroscope's JSON: " + why);
    }

    @FunctionalInterface
    private interface FieldReader {
        void read(String field, JsonParser json) throws IOException;
    }

    private void readFields(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw malformed(
                    "expected an object in line " + json.currentLocation().getLineNr());
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            reader.read(field, json);
        }
    }

    private void field(String field, JsonParser json) throws IOException {
        switch (field) {
            case "flamebearer" -> readFields(json, this::graphField);
            case "metadata" -> readFields(json, this::metadataField);
            default -> json.skipChildren();
        }
    }

    private void metadataField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "format" -> format = json.getValueAsString("");
            case "units" -> units = json.getValueAsString("");
            case "name" -> name = json.getValueAsString("");
            default -> json.skipChildren();
        }
    }

    private void graphField(String field, JsonParser json) throws IOException {
        if (field.equals("names") && json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                names.add(json.getText());
            }
        } else if (field.equals("levels") && json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.START_ARRAY) {
                levels.add(level(json));
            }
        } else {
            json.skipChildren();
        }
    }

    private long[] level(JsonParser json) throws IOException {
        long[] level = new long[16];
        int length = 0;
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            if (length == level.length) {
                level = Arrays.copyOf(level, length * 2);
            }
            level[length++] = json.getLongValue();
            if (++numbers > MAX_NUMBERS) {
                throw malformed("it has more than " + MAX_NUMBERS / BAR + " bars");
            }
        }
        if (json.currentToken() != JsonToken.END_ARRAY || length % BAR != 0) {
            throw malformed("a level has " + length + " whole numbers; expected four for each bar");
        }
        return Arrays.copyOf(level, length);
    }

    private Optional<ProfileBatch> profile() {
        if (format.equals("double")) {
            throw malformed("it is the difference of two profiles");
        }
        if (levels.isEmpty()) {
            throw malformed("it has no levels");
        }
        boolean cpu = units.equals("samples") && name.equals("cpu");
        StackLines stacks = new StackLines(new SampleType(
                name.isEmpty() ? "samples" : name, cpu ? "nanoseconds" : units.isEmpty() ? "count" : units));
        Level above = new Level(new Bar[] {new Bar(0, Long.MAX_VALUE, null, "")});
        for (int depth = 0; depth < levels.size(); depth++) {
            above = level(levels.get(depth), depth, above, stacks);
        }
        return stacks.batch();
    }

    /// A bar from `begin` until before `end`, below `above`; the root and what is above it have no name.
    private record Bar(long begin, long end, @Nullable Bar above, String name) {
        /// Names from the outermost function on.
        List<String> path() {
            List<String> path = new ArrayList<>();
            for (Bar bar = this; bar != null; bar = bar.above) {
                if (!bar.name.isEmpty()) {
                    path.add(bar.name);
                }
            }
            return path.reversed();
        }
    }

    private record Level(Bar[] bars) {}

    private Level level(long[] numbers, int depth, Level above, StackLines stacks) {
        Bar[] bars = new Bar[numbers.length / BAR];
        long at = 0;
        int parent = 0;
        for (int i = 0; i < bars.length; i++) {
            long begin = sum(at, numbers[i * BAR]);
            long total = numbers[i * BAR + 1];
            long self = numbers[i * BAR + 2];
            at = sum(begin, total);
            while (parent < above.bars().length && above.bars()[parent].end() <= begin) {
                parent++;
            }
            boolean inside = parent < above.bars().length
                    && above.bars()[parent].begin() <= begin
                    && at <= above.bars()[parent].end();
            if (!inside || self < 0 || self > total) {
                throw malformed("bar " + i + " of level " + depth + " lies below none, or its own value is " + self
                        + " of " + total);
            }
            bars[i] = new Bar(begin, at, above.bars()[parent], depth == 0 ? "" : name(numbers[i * BAR + 3]));
            if (self > 0 && depth > 0) {
                stacks.add(bars[i].path(), self);
            }
        }
        return new Level(bars);
    }

    private static long sum(long a, long b) {
        if (b < 0 || a > Long.MAX_VALUE - b) {
            throw malformed("a bar has the place or the length " + b);
        }
        return a + b;
    }

    private String name(long number) {
        if (number < 0 || number >= names.size()) {
            throw malformed("name " + number + " of a list of " + names.size());
        }
        String text = names.get((int) number);
        return text.isEmpty() ? "(no name)" : text;
    }
}
