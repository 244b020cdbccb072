package dev.spanflame.proto.jfr;

/// Reads one kind of event: what every sample has in common, and up to two values.
final class EventReader {
    private static final int TIME = 0;
    private static final int STACK = 1;
    private static final int SAMPLED_THREAD = 2;
    private static final int EVENT_THREAD = 3;
    private static final int STATE = 4;
    private static final int CONTEXT = 5;
    private static final int SPAN = 6;
    private static final int SPAN_NAME = 7;
    private static final int TRACE_HIGH = 8;
    private static final int TRACE_LOW = 9;
    private static final int VALUE = 10;

    private final EventKind kind;
    private final long type;
    private final FieldReader fields;

    /// A reader for the events of a kind in a chunk; `type` is -1 where the chunk has none.
    EventReader(EventKind kind, Metadata metadata) {
        this.kind = kind;
        this.type = metadata.id(kind.event());
        this.fields = new FieldReader(
                metadata.layout(kind.event()),
                "startTime",
                "stackTrace",
                "sampledThread",
                "eventThread",
                "state",
                "contextId",
                "spanId",
                "spanName",
                "traceIdHi",
                "traceIdLo",
                kind.valueField());
    }

    EventKind kind() {
        return kind;
    }

    long type() {
        return type;
    }

    /// Reads the event at the cursor; all below speaks of it. Hot path.
    void read(Cursor cursor) {
        fields.readChosen(cursor);
    }

    /// Ticks.
    long time() {
        return fields.value(TIME);
    }

    /// Key of the stack.
    long stack() {
        return fields.value(STACK);
    }

    /// Key of the thread.
    long thread() {
        long sampled = fields.value(SAMPLED_THREAD);
        return sampled != 0 ? sampled : fields.value(EVENT_THREAD);
    }

    /// Key of the thread's state.
    long state() {
        return fields.value(STATE);
    }

    /// Number of the context that the sender's labels explain, 0 for none.
    long context() {
        return fields.value(CONTEXT);
    }

    /// Id of the span, 0 for none.
    long span() {
        return fields.value(SPAN);
    }

    /// Number of the span's name among the sender's texts, 0 for none.
    long spanName() {
        return fields.value(SPAN_NAME);
    }

    /// Upper half of the trace's id, 0 for none.
    long traceHigh() {
        return fields.value(TRACE_HIGH);
    }

    /// Lower half of the trace's id, 0 for none.
    long traceLow() {
        return fields.value(TRACE_LOW);
    }

    /// The field that the kind names.
    long value() {
        return fields.value(VALUE);
    }
}
