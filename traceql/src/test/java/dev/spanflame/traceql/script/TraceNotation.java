package dev.spanflame.traceql.script;

import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.syntax.tree.SpanKind;
import dev.spanflame.traceql.syntax.tree.SpanStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spans as text, one line each, indented beneath their parents by two blanks a level:
///
/// ```
/// trace 0ab start=10s
///   A front "GET /" server +0ms 100ms unset id=a1 span.http.status_code=200
///     B front "call" client +5ms 80ms error event("exception" +1ms event.type="io") link(trace=0cd span=c1)
/// ```
///
/// A span line is: label, service (`-` for none), name, kind, start relative to the trace, duration,
/// status; then in any order attributes (`span.x=1`, `resource.y="text"`, `instrumentation.z=[1, 2]`),
/// `id=HEX` (else counted up), `parent=HEX` (instead of the indentation), `message="text"`,
/// `state="ot=th:8"`, `scope(NAME VERSION)`, `event(NAME +TIME event.x=1)`, `link(trace=HEX span=HEX
/// link.x=1)`. Values: `"text"`, `12`, `1.5`, `true`, `[1, 2]`, `{a=1}`, `bytes:00ff`, `empty`. Times count
/// from [#EPOCH_NANOS]; `start=` moves a trace.
public final class TraceNotation {
    /// The moment that a trace without `start=` begins at: 2023-11-14T22:13:20Z.
    public static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;

    private final Map<TraceId, Map<Owner, List<Span>>> traces = new LinkedHashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    // Span ids of the line before and of those above it, by depth.
    private final List<Long> above = new ArrayList<>();
    private TraceId traceId = new TraceId(0, 0);
    private long traceStart;
    private long nextId = 0x1000;

    /// Whose spans are grouped together.
    private record Owner(Resource resource, Scope scope) {}

    /// Reads lines of the notation.
    public static Fixture parse(List<String> lines) {
        TraceNotation notation = new TraceNotation();
        for (String line : lines) {
            if (line.startsWith("trace ")) {
                notation.trace(new Cursor(line.substring("trace ".length())));
            } else if (!line.isBlank() && !line.strip().startsWith("#")) {
                notation.span(line);
            }
        }
        return notation.fixture();
    }

    private void trace(Cursor cursor) {
        traceId = TraceId.parse(cursor.word());
        traceStart = EPOCH_NANOS;
        if (cursor.take("start=")) {
            traceStart += cursor.nanos();
        }
        traces.put(traceId, new LinkedHashMap<>());
        above.clear();
    }

    private void span(String line) {
        int depth = (line.length() - line.stripLeading().length()) / 2 - 1;
        Cursor cursor = new Cursor(line);
        SpanDraft draft = new SpanDraft(traceId, traceStart, cursor);
        draft.spanId = nextId++;
        draft.parentId = depth == 0 ? 0 : above.get(depth - 1);
        draft.read();
        while (above.size() > depth) {
            above.removeLast();
        }
        above.add(draft.spanId);
        Map<Owner, List<Span>> groups = traces.get(traceId);
        if (groups == null) {
            throw new IllegalArgumentException("expected a line 'trace ID' before: " + line);
        }
        groups.computeIfAbsent(new Owner(draft.resource(), draft.scope()), _ -> new ArrayList<>())
                .add(draft.span());
        String key = Fixture.key(traceId, draft.spanId, draft.startNanos);
        if (labels.put(key, draft.label) != null) {
            throw new IllegalArgumentException("two spans share id and start: " + line);
        }
    }

    private Fixture fixture() {
        List<Trace> result = new ArrayList<>();
        for (Map<Owner, List<Span>> groups : traces.values()) {
            List<Trace.ResourceSpans> resources = new ArrayList<>();
            groups.forEach((owner, spans) -> resources.add(
                    new Trace.ResourceSpans(owner.resource(), List.of(new Trace.ScopeSpans(owner.scope(), spans)))));
            result.add(new Trace(resources));
        }
        return new Fixture(result, labels);
    }

    /// One span while its line is read.
    private static final class SpanDraft {
        private final TraceId traceId;
        private final Cursor cursor;
        private final List<Attribute> attributes = new ArrayList<>();
        private final List<Attribute> resourceAttributes = new ArrayList<>();
        private final List<Attribute> scopeAttributes = new ArrayList<>();
        private final List<Span.Event> events = new ArrayList<>();
        private final List<Span.Link> links = new ArrayList<>();
        private final String label;
        private final String name;
        private final int kind;
        private final int status;
        private final long durationNanos;
        private final long startNanos;
        private String message = "";
        private String traceState = "";
        private String scopeName = "";
        private String scopeVersion = "";
        private long spanId;
        private long parentId;

        SpanDraft(TraceId traceId, long traceStart, Cursor cursor) {
            this.traceId = traceId;
            this.cursor = cursor;
            label = cursor.word();
            String service = cursor.text();
            if (!service.equals("-")) {
                resourceAttributes.add(Attribute.of("service.name", service));
            }
            name = cursor.text();
            kind = SpanKind.ofWord(cursor.word()).orElseThrow().code();
            startNanos = traceStart + cursor.nanos();
            durationNanos = cursor.nanos();
            status = SpanStatus.ofWord(cursor.word()).orElseThrow().code();
        }

        void read() {
            while (cursor.hasMore()) {
                option();
            }
        }

        Resource resource() {
            return new Resource(resourceAttributes, 0, "", new AttributeValue.Bytes(new byte[0]));
        }

        Scope scope() {
            return new Scope(scopeName, scopeVersion, scopeAttributes, 0, "");
        }

        Span span() {
            return new Span(
                    traceId,
                    spanId,
                    parentId,
                    traceState,
                    0,
                    name,
                    kind,
                    startNanos,
                    startNanos + durationNanos,
                    attributes,
                    0,
                    events,
                    0,
                    links,
                    0,
                    status,
                    message);
        }

        private void option() {
            if (cursor.take("id=")) {
                spanId = hex();
            } else if (cursor.take("parent=")) {
                parentId = hex();
            } else if (cursor.take("message=")) {
                message = cursor.text();
            } else if (cursor.take("state=")) {
                traceState = cursor.text();
            } else if (cursor.take("scope(")) {
                scopeName = cursor.text();
                scopeVersion = cursor.text();
                cursor.expect(")");
            } else if (cursor.take("event(")) {
                String eventName = cursor.text();
                long time = startNanos + cursor.nanos();
                events.add(new Span.Event(time, eventName, list("event."), 0));
            } else if (cursor.take("link(trace=")) {
                TraceId linked = TraceId.parse(cursor.word());
                cursor.expect("span=");
                long linkedSpan = hex();
                links.add(new Span.Link(linked, linkedSpan, "", list("link."), 0, 0));
            } else {
                attribute();
            }
        }

        private void attribute() {
            if (cursor.take("span.")) {
                attributes.add(new Attribute(cursor.key(), cursor.value()));
            } else if (cursor.take("resource.")) {
                resourceAttributes.add(new Attribute(cursor.key(), cursor.value()));
            } else if (cursor.take("instrumentation.")) {
                scopeAttributes.add(new Attribute(cursor.key(), cursor.value()));
            } else {
                throw cursor.wrong("expected an attribute or an option");
            }
        }

        private List<Attribute> list(String prefix) {
            List<Attribute> list = new ArrayList<>();
            while (!cursor.take(")")) {
                cursor.expect(prefix);
                list.add(new Attribute(cursor.key(), cursor.value()));
            }
            return list;
        }

        private long hex() {
            String digits = cursor.word();
            return Hex.parse(digits, 0, digits.length());
        }
    }
}
