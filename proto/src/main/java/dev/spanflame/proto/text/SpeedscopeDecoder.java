package dev.spanflame.proto.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads files of speedscope (its file format schema 0.0.1): frames that all profiles share, and
/// profiles of samples or of events that open and close frames.
///
/// A profile in a unit of time counts nanoseconds, one in bytes memory, and one without a unit samples.
/// Profiles of one name and unit are read into one.
public final class SpeedscopeDecoder {
    /// A profile and the name it has in the file.
    public record Named(String name, NamedType type, TextProfile profile) {}

    private static final String FORMAT = "speedscope";
    private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";
    private static final int MAX_PROFILES = 1_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(50).build())
            .build();

    private final JsonParser json;
    private final List<String> frames = new ArrayList<>();
    private final List<SpeedscopeProfile> profiles = new ArrayList<>();
    private String schema = "";

    private SpeedscopeDecoder(JsonParser json) {
        this.json = json;
    }

    /// The profiles of a file. `app` is the name of the application as sent, `periodNanos` the time
    /// between two samples.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST where `file` is none.
    public static List<Named> read(byte[] file, String app, long periodNanos, ProfileLimits limits) {
        try (JsonParser json = JSON.createParser(file)) {
            SpeedscopeDecoder decoder = new SpeedscopeDecoder(json);
            decoder.readFile();
            return decoder.profiles(app, periodNanos, limits);
        } catch (IOException e) {
            throw MalformedText.because(FORMAT, MalformedText.shown(String.valueOf(e.getMessage())));
        }
    }

    private List<Named> profiles(String app, long periodNanos, ProfileLimits limits) {
        if (!schema.equals(SCHEMA)) {
            throw MalformedText.because(
                    FORMAT, "its $schema is '" + MalformedText.shown(schema) + "', expected '" + SCHEMA + "'");
        }
        Map<List<String>, Named> byName = new LinkedHashMap<>();
        for (SpeedscopeProfile one : profiles) {
            Named into = byName.computeIfAbsent(List.of(one.name, one.unit), _ -> {
                NamedType type = one.type(app, profiles.size() > 1);
                return new Named(one.name, type, new TextProfile(FORMAT, type, periodNanos, limits));
            });
            one.copyTo(into.profile(), frames, into.type().timed() ? periodNanos : 1);
        }
        return List.copyOf(byName.values());
    }

    private void readFile() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "$schema" -> schema = value == JsonToken.VALUE_STRING ? json.getText() : "";
                case "shared" -> readShared();
                case "profiles" -> readProfiles();
                default -> json.skipChildren();
            }
        }
    }

    private void readShared() throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "an object 'shared'");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("frames")) {
                expect(json.currentToken(), JsonToken.START_ARRAY, "a list of frames");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    frames.add(readFrame());
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private String readFrame() throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "a frame as an object");
        String name = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isName = json.currentName().equals("name");
            if (json.nextToken() == JsonToken.VALUE_STRING && isName) {
                name = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return name;
    }

    private void readProfiles() throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, "a list of profiles");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_OBJECT, "a profile as an object");
            if (profiles.size() == MAX_PROFILES) {
                throw MalformedText.because(FORMAT, "it has more than " + MAX_PROFILES + " profiles");
            }
            profiles.add(SpeedscopeProfile.read(json));
        }
    }

    /// Throws where the token is another.
    static void expect(@Nullable JsonToken token, JsonToken expected, String what) {
        if (token != expected) {
            throw MalformedText.because(FORMAT, "expected " + what + ", got " + token);
        }
    }

    /// An error about a file.
    static BackendException malformed(String what) {
        return MalformedText.because(FORMAT, what);
    }
}
