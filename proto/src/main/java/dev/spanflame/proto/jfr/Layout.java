package dev.spanflame.proto.jfr;

import java.util.ArrayList;
import java.util.List;

/// How the values of a type lie in a chunk: a list of steps.
///
/// Structures within structures are laid out flat, and what takes no bytes has no step. So each step takes at least
/// one byte, and reading takes no longer than the bytes are many, whatever the metadata says.
final class Layout {
    /// A layout without steps.
    static final Layout EMPTY = new Layout(List.of());
    /// One text: the values of the constant pool of texts.
    static final Layout TEXT = new Layout(List.of(new Step(Kind.TEXT, "string", EMPTY)));

    private static final int MAX_STEPS = 2_000;
    private static final int MAX_DEPTH = 16;

    /// What a step reads.
    enum Kind {
        /// One byte.
        BYTE,
        /// A compressed number: integers, characters, keys of constants.
        NUMBER,
        FOUR_BYTES,
        EIGHT_BYTES,
        TEXT,
        /// A count and as many values, each by the layout of its own.
        LIST
    }

    /// One step. `name` is that of the field, empty inside a structure; `element` is the layout of a list's values.
    record Step(Kind kind, String name, Layout element) {}

    private final List<Step> steps;

    private Layout(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /// Layout of the values of `type`.
    static Layout of(Metadata metadata, Metadata.Type type) {
        return new Builder(metadata).layout(type, 0);
    }

    List<Step> steps() {
        return steps;
    }

    /// Whether the field `name` is the key of a constant.
    boolean isKey(String name) {
        return steps.stream().anyMatch(step -> step.name().equals(name) && step.kind() == Kind.NUMBER);
    }

    /// Layout of the values in the list `name`; empty where there is no such field.
    Layout element(String name) {
        for (Step step : steps) {
            if (step.name().equals(name)) {
                return step.element();
            }
        }
        return EMPTY;
    }

    /// Lays out one type and whatever it holds, within a bound on all of it.
    private static final class Builder {
        private final Metadata metadata;
        private int stepCount;

        Builder(Metadata metadata) {
            this.metadata = metadata;
        }

        Layout layout(Metadata.Type type, int depth) {
            List<Step> steps = new ArrayList<>();
            addFields(type, steps, true, depth);
            return steps.isEmpty() ? EMPTY : new Layout(steps);
        }

        private void addFields(Metadata.Type type, List<Step> steps, boolean named, int depth) {
            if (depth > MAX_DEPTH) {
                throw MalformedRecording.because("type " + type.name() + " holds itself");
            }
            for (Metadata.Field field : type.fields()) {
                if (++stepCount > MAX_STEPS) {
                    throw MalformedRecording.because("type " + type.name() + " has too many fields");
                }
                String name = named ? field.name() : "";
                if (field.array()) {
                    steps.add(new Step(Kind.LIST, name, element(field, depth)));
                } else {
                    addField(field, name, steps, depth);
                }
            }
        }

        private Layout element(Metadata.Field field, int depth) {
            Metadata.Type type = metadata.type(field.type());
            if (!field.constant() && !isSimple(type)) {
                return layout(type, depth + 1);
            }
            List<Step> steps = new ArrayList<>();
            addField(field, "", steps, depth);
            return new Layout(steps);
        }

        private void addField(Metadata.Field field, String name, List<Step> steps, int depth) {
            Metadata.Type type = metadata.type(field.type());
            if (field.constant()) {
                steps.add(new Step(Kind.NUMBER, name, EMPTY));
            } else if (isSimple(type)) {
                steps.add(new Step(kind(type.name()), name, EMPTY));
            } else {
                addFields(type, steps, false, depth + 1);
            }
        }

        private static boolean isSimple(Metadata.Type type) {
            return switch (type.name()) {
                case "boolean", "byte", "char", "short", "int", "long", "float", "double", "java.lang.String" -> true;
                default -> false;
            };
        }

        private static Kind kind(String type) {
            return switch (type) {
                case "boolean", "byte" -> Kind.BYTE;
                case "float" -> Kind.FOUR_BYTES;
                case "double" -> Kind.EIGHT_BYTES;
                case "java.lang.String" -> Kind.TEXT;
                default -> Kind.NUMBER;
            };
        }
    }
}
