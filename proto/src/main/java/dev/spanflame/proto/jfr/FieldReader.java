package dev.spanflame.proto.jfr;

import dev.spanflame.proto.jfr.Layout.Kind;
import java.util.Arrays;
import java.util.List;

/// Reads chosen fields of values of one type: numbers as they are, texts and lists as the positions they begin at.
final class FieldReader {
    private static final int NOWHERE = -1;

    private final Kind[] kinds;
    private final FieldReader[] elements;
    private final int[] targets;
    private final int lastTarget;
    private final long[] values;

    /// A reader of the fields with these names; a field that the layout lacks is read as 0.
    FieldReader(Layout layout, String... fields) {
        List<Layout.Step> steps = layout.steps();
        kinds = new Kind[steps.size()];
        elements = new FieldReader[steps.size()];
        targets = new int[steps.size()];
        values = new long[fields.length];
        int last = NOWHERE;
        for (int i = 0; i < kinds.length; i++) {
            Layout.Step step = steps.get(i);
            kinds[i] = step.kind();
            elements[i] = step.kind() == Kind.LIST ? new FieldReader(step.element()) : this;
            targets[i] = step.name().isEmpty() ? NOWHERE : Arrays.asList(fields).indexOf(step.name());
            last = targets[i] == NOWHERE ? last : i;
        }
        lastTarget = last;
    }

    /// Whether values take no bytes.
    boolean isEmpty() {
        return kinds.length == 0;
    }

    /// Reads a whole value.
    void read(Cursor cursor) {
        read(cursor, kinds.length);
    }

    /// Reads a value as far as its last chosen field. Hot path.
    void readChosen(Cursor cursor) {
        read(cursor, lastTarget + 1);
    }

    /// Field `index`, counted as the fields were named, of the value read last.
    long value(int index) {
        return values[index];
    }

    private void read(Cursor cursor, int count) {
        for (int i = 0; i < count; i++) {
            long value = step(cursor, i);
            if (targets[i] != NOWHERE) {
                values[targets[i]] = value;
            }
        }
    }

    private long step(Cursor cursor, int index) {
        return switch (kinds[index]) {
            case BYTE -> cursor.oneByte();
            case NUMBER -> cursor.number();
            case FOUR_BYTES -> skip(cursor, 4);
            case EIGHT_BYTES -> skip(cursor, 8);
            case TEXT -> {
                int position = cursor.position();
                cursor.skipText();
                yield position;
            }
            case LIST -> {
                int position = cursor.position();
                elements[index].skipList(cursor);
                yield position;
            }
        };
    }

    private void skipList(Cursor cursor) {
        int count = cursor.count();
        if (kinds.length > 0) {
            for (int i = 0; i < count; i++) {
                read(cursor);
            }
        }
    }

    private static long skip(Cursor cursor, int length) {
        cursor.skip(length);
        return 0;
    }
}
