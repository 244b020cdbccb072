package dev.spanflame.querier.tempo;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Traces of a small shop. All times count from second 1,700,000,000.
public final class Shop {
    static final long SECOND = 1_700_000_000L;
    /// The nanosecond all times count from.
    public static final long START = SECOND * 1_000_000_000L;
    static final TraceId CART = new TraceId(0, 0xab_cdefL);
    static final TraceId LOST = new TraceId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

    private Shop() {}

    /// `shop: GET /cart` for 100 ms from second 1.
    static Trace cartRoot() {
        Span root = span(
                CART,
                0x11,
                0,
                "GET /cart",
                Span.KIND_SERVER,
                1_000,
                100,
                0,
                List.of(Attribute.of("http.route", "/cart"), Attribute.of("http.response.status_code", 200)));
        return in("shop", root);
    }

    /// `db: query`, a failed child of the root, for 40 ms.
    static Trace cartQuery() {
        Span query = span(
                CART,
                0x12,
                0x11,
                "query",
                Span.KIND_CLIENT,
                1_010,
                40,
                Span.STATUS_ERROR,
                List.of(
                        Attribute.of("db.statement", "select 1"),
                        Attribute.of("odd/key with blank", "x"),
                        new Attribute("db.cached", new AttributeValue.Bool(true))));
        return in("db", query);
    }

    /// `worker: job`, the whole of a trace, with these attributes.
    static Trace job(int number, List<Attribute> attributes) {
        return in("worker", span(new TraceId(1, number), number, 0, "job", 5, 70_000 + number, 1, 0, attributes));
    }

    /// So many spans of trace 3, the first with this number.
    static Trace many(int first, int count) {
        List<Span> spans = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            spans.add(span(new TraceId(0, 3), i, 0, "many", 5, 80_000 + i, 1, 0, List.of()));
        }
        return in("worker", spans.toArray(Span[]::new));
    }

    /// `worker: job`, whose parent never came, for half a millisecond from second 60.
    static Trace lost() {
        Span job = span(LOST, 0x21, 0x99, "job", 5, 60_000, 0, 0, List.of(Attribute.of("queue", "mail")));
        return in("worker", job);
    }

    /// A trace of some spans of a service.
    public static Trace in(String service, Span... spans) {
        Resource resource = new Resource(
                List.of(Attribute.of("service.name", service)), 0, "", new AttributeValue.Bytes(new byte[0]));
        Scope scope = new Scope("lib", "1.0", List.of(), 0, "");
        return new Trace(
                List.of(new Trace.ResourceSpans(resource, List.of(new Trace.ScopeSpans(scope, List.of(spans))))));
    }

    /// Which span it is, and of which parent.
    public record Ids(TraceId trace, long span, long parent) {}

    /// Milliseconds after [#START], and how many it takes.
    public record Time(long start, long millis) {}

    /// A span that starts `startMillis` after [#START].
    public static Span span(
            TraceId trace,
            long id,
            long parent,
            String name,
            int kind,
            long startMillis,
            long millis,
            int status,
            List<Attribute> attributes) {
        long start = START + startMillis * 1_000_000;
        long end = start + Math.max(500_000, millis * 1_000_000);
        return new Span(
                trace,
                id,
                parent,
                "",
                0,
                name,
                kind,
                start,
                end,
                attributes,
                0,
                List.of(),
                0,
                List.of(),
                0,
                status,
                "");
    }
}
