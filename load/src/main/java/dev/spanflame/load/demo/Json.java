package dev.spanflame.load.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value. What is absent reads as [Missing], so that a path can be followed without checks.
sealed interface Json {
    /// An object.
    record Members(Map<String, Json> members) implements Json {}

    /// An array.
    record Items(List<Json> items) implements Json {}

    /// A string, a number, true or false, as text.
    record Scalar(String text) implements Json {}

    /// `null`, or not there.
    record Missing() implements Json {}

    /// Reads a document; [IOException] says where it is not JSON.
    static Json parse(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return value(parser, parser.nextToken());
        }
    }

    private static Json value(JsonParser parser, JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("the answer is empty where JSON was expected");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    members.put(name, value(parser, parser.nextToken()));
                }
                yield new Members(members);
            }
            case START_ARRAY -> {
                List<Json> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(value(parser, next));
                }
                yield new Items(items);
            }
            case VALUE_NULL -> new Missing();
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                new Scalar(parser.getText());
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("unexpected " + token + " at " + parser.currentLocation());
        };
    }

    /// The member of this name.
    default Json get(String name) {
        return this instanceof Members(Map<String, Json> members)
                ? members.getOrDefault(name, new Missing())
                : new Missing();
    }

    /// The items of an array; none of anything else.
    default List<Json> list() {
        return this instanceof Items(List<Json> items) ? items : List.of();
    }

    /// The text of a scalar; nothing of anything else.
    default String text() {
        return this instanceof Scalar(String text) ? text : "";
    }

    /// A number, also one given as a string; 0 of anything else.
    default long number() {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
