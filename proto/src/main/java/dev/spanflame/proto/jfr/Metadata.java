package dev.spanflame.proto.jfr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The types that a chunk describes, events among them, by id and by name.
final class Metadata {
    /// Describes no type.
    static final Metadata EMPTY = new Metadata(new Cursor(new byte[0]), new String[0]);

    private static final int MAX_DEPTH = 32;
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_TYPES = 10_000;

    /// A type: its name and the fields of its values in order.
    record Type(long id, String name, List<Field> fields) {}

    /// A field: values of the type `type`, a list of them where `array`, their keys where `constant`.
    record Field(String name, long type, boolean constant, boolean array) {}

    private final Map<Long, Type> types = new HashMap<>();
    private final Map<String, Type> typesByName = new HashMap<>();
    private final Cursor cursor;
    private final String[] texts;

    private Metadata(Cursor cursor, String[] texts) {
        this.cursor = cursor;
        this.texts = texts;
    }

    /// Reads the metadata of a chunk.
    static Metadata read(Cursor cursor, ChunkHeader chunk) {
        cursor.moveTo(chunk.metadata(), chunk.end());
        long size = cursor.number();
        if (size < 1 || size > Math.min(MAX_BYTES, chunk.end() - chunk.metadata())) {
            throw MalformedRecording.because("metadata of " + size + " bytes");
        }
        cursor.moveTo(cursor.position(), chunk.metadata() + size);
        for (int i = 0; i < 4; i++) {
            cursor.number();
        }
        String[] texts = new String[cursor.count()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = cursor.text(Cursor.Constants.NONE);
        }
        Metadata metadata = new Metadata(cursor, texts);
        metadata.readElement(0);
        return metadata;
    }

    /// Type by id; throws where there is none.
    Type type(long id) {
        Type type = types.get(id);
        if (type == null) {
            throw MalformedRecording.because("type " + id + " is not described");
        }
        return type;
    }

    /// Layout of the values of a type; empty where the chunk does not know the type.
    Layout layout(String name) {
        Type type = typesByName.get(name);
        return type == null ? Layout.EMPTY : Layout.of(this, type);
    }

    /// Id of a type, -1 where the chunk does not know it.
    long id(String name) {
        Type type = typesByName.get(name);
        return type == null ? -1 : type.id();
    }

    /// Reads an element and all below it; classes are kept. Returns the field it describes, if it is one.
    private List<Field> readElement(int depth) {
        if (depth > MAX_DEPTH) {
            throw MalformedRecording.because("metadata nested deeper than " + MAX_DEPTH);
        }
        String element = text();
        Map<String, String> attributes = new HashMap<>();
        for (int count = cursor.count(); count > 0; count--) {
            attributes.put(text(), text());
        }
        List<Field> fields = new ArrayList<>();
        for (int count = cursor.count(); count > 0; count--) {
            fields.addAll(readElement(depth + 1));
        }
        return switch (element) {
            case "class" -> {
                keep(attributes, fields);
                yield List.of();
            }
            case "field" -> List.of(field(attributes));
            default -> List.of();
        };
    }

    private void keep(Map<String, String> attributes, List<Field> fields) {
        Type type = new Type(number(attributes, "id"), attributes.getOrDefault("name", ""), List.copyOf(fields));
        if (types.size() == MAX_TYPES) {
            throw MalformedRecording.because("more than " + MAX_TYPES + " types");
        }
        types.put(type.id(), type);
        typesByName.put(type.name(), type);
    }

    private static Field field(Map<String, String> attributes) {
        return new Field(
                attributes.getOrDefault("name", ""),
                number(attributes, "class"),
                "true".equals(attributes.get("constantPool")),
                attributes.containsKey("dimension"));
    }

    private static long number(Map<String, String> attributes, String name) {
        String text = attributes.getOrDefault(name, "");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw MalformedRecording.because("metadata attribute " + name + " is no number");
        }
    }

    private String text() {
        long index = cursor.number();
        if (index < 0 || index >= texts.length) {
            throw MalformedRecording.because("text " + index + " of " + texts.length + " in the metadata");
        }
        return texts[(int) index];
    }
}
