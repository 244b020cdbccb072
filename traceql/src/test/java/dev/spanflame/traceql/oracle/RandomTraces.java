package dev.spanflame.traceql.oracle;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes small odd traces out of few names and values, so that random questions about them have answers.
public final class RandomTraces {
    private static final List<String> TEXTS = List.of("a", "b", "x", "y", "1", "", "b\na");
    private static final List<String> STATES =
            List.of("", "", "ot=th:8", "a=1, ot=rv:123;th:c", "ot=th:", "ot=th:f0000000000001");
    private static final List<String> KEYS = List.of("i", "s", "b", "m", "arr", "service.name");

    private final Random random;

    /// The same traces for the same random numbers.
    public RandomTraces(Random random) {
        this.random = random;
    }

    /// One to five traces of up to ten spans.
    public List<Trace> next() {
        List<Trace> traces = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            traces.add(trace(new TraceId(random.nextInt(2), 1 + i)));
        }
        return traces;
    }

    private Trace trace(TraceId id) {
        List<Trace.ResourceSpans> spans = new ArrayList<>();
        int size = 1 + random.nextInt(10);
        long start = random.nextInt(4) * 1_000_000L;
        for (int i = 0; i < size; i++) {
            // Every span starts at a time of its own: the order of siblings is then plain.
            Span span = span(id, size, i, start + 1_000L * i);
            spans.add(new Trace.ResourceSpans(resource(), List.of(new Trace.ScopeSpans(scope(), List.of(span)))));
        }
        return new Trace(spans);
    }

    private Span span(TraceId id, int size, int index, long start) {
        // Ids are mostly 1, 2, 3; some are shared, some parents are missing, some spans are their own ancestors.
        long spanId = random.nextInt(8) == 0 ? 1 + random.nextInt(size) : 1 + index;
        long parent = index == 0 && random.nextInt(4) > 0 ? 0 : random.nextInt(size + 2);
        boolean odd = random.nextInt(6) == 0;
        long parentId = odd ? parent : index == 0 ? 0 : 1 + random.nextInt(index);
        List<Span.Event> events = new ArrayList<>();
        for (int i = random.nextInt(6) - 3; i > 0; i--) {
            events.add(new Span.Event(start + random.nextInt(4) * 1_000_000L - 1_000_000L, text(), attributes(2), 0));
        }
        List<Span.Link> links = new ArrayList<>();
        for (int i = random.nextInt(5) - 3; i > 0; i--) {
            links.add(new Span.Link(new TraceId(0, random.nextInt(3)), random.nextInt(4), "", attributes(2), 0, 0));
        }
        return new Span(
                id,
                spanId,
                parentId,
                STATES.get(random.nextInt(STATES.size())),
                0,
                text(),
                random.nextInt(6),
                start,
                start + random.nextInt(5) * 2_500_000L,
                attributes(4),
                0,
                events,
                0,
                links,
                0,
                random.nextInt(3),
                random.nextInt(3) == 0 ? text() : "");
    }

    private Resource resource() {
        return new Resource(attributes(3), 0, "", new AttributeValue.Bytes(new byte[0]));
    }

    private Scope scope() {
        return new Scope(text(), text(), attributes(1), 0, "");
    }

    private List<Attribute> attributes(int most) {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            attributes.add(new Attribute(key, value(key)));
        }
        return attributes;
    }

    private AttributeValue value(String key) {
        return switch (key) {
            case "i" -> number();
            case "s" -> new AttributeValue.Text(text());
            case "b" -> new AttributeValue.Bool(random.nextBoolean());
            case "service.name" -> random.nextInt(8) == 0 ? number() : new AttributeValue.Text(text());
            case "arr" -> array();
            default ->
                switch (random.nextInt(7)) {
                    case 0 -> array();
                    case 1 -> new AttributeValue.Map(attributes(3));
                    case 2 -> new AttributeValue.Empty();
                    case 3 -> new AttributeValue.Bool(random.nextBoolean());
                    case 4 -> new AttributeValue.Text(text());
                    default -> number();
                };
        };
    }

    private AttributeValue array() {
        int kind = random.nextInt(6);
        List<AttributeValue> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(
                    switch (kind) {
                        case 0 -> new AttributeValue.Int(random.nextInt(4));
                        case 1 -> new AttributeValue.Real(random.nextInt(4) / 2.0);
                        case 2 -> new AttributeValue.Bool(random.nextBoolean());
                        case 3 -> new AttributeValue.Text(text());
                        case 4 -> random.nextBoolean() ? number() : new AttributeValue.Text(text());
                        default -> random.nextInt(3) == 0 ? new AttributeValue.Empty() : array();
                    });
        }
        return new AttributeValue.Array(values);
    }

    private AttributeValue number() {
        return random.nextBoolean()
                ? new AttributeValue.Int(random.nextInt(5) - 1)
                : new AttributeValue.Real(random.nextInt(8) / 2.0 - 1);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
