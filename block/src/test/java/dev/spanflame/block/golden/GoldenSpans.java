package dev.spanflame.block.golden;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import io.opentelemetry.proto.common.v1.EntityRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The spans of golden blocks. They never change: what a later version can hold besides goes into another class.
final class GoldenSpans {
    private static final long START = 1_790_000_000_000_000_000L;
    private static final int TRACES = 60;
    private static final int SPANS = 5;
    private static final TraceId ODD = new TraceId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final TraceId ELSEWHERE = new TraceId(0, 0x7777);

    private GoldenSpans() {}

    /// All of them, as two requests would bring them.
    static List<Trace> sent() {
        Resource shop = new Resource(everyKind("shop"), 3, "https://example.test/resource/1.2", entityRefs());
        Resource nameless = new Resource(List.of(), 0, "", new AttributeValue.Bytes(new byte[0]));
        Scope tracer = new Scope("tracer", "1.0.1", everyKind("tracer"), 4, "https://example.test/scope/1.2");
        Scope none = new Scope("", "", List.of(), 0, "");
        return List.of(
                new Trace(List.of(new Trace.ResourceSpans(shop, List.of(new Trace.ScopeSpans(tracer, odd()))))),
                new Trace(List.of(
                        new Trace.ResourceSpans(nameless, List.of(new Trace.ScopeSpans(none, plain(0, 2)))),
                        new Trace.ResourceSpans(
                                service("cart"), List.of(new Trace.ScopeSpans(tracer, plain(2, TRACES / 2)))),
                        new Trace.ResourceSpans(
                                service("shop"), List.of(new Trace.ScopeSpans(none, plain(TRACES / 2, TRACES)))))));
    }

    private static AttributeValue.Bytes entityRefs() {
        return new AttributeValue.Bytes(io.opentelemetry.proto.resource.v1.Resource.newBuilder()
                .addEntityRefs(EntityRef.newBuilder().setType("service").addIdKeys("service.name"))
                .build()
                .toByteArray());
    }

    private static Resource service(String name) {
        return new Resource(
                List.of(Attribute.of("service.name", name), Attribute.of("host.cpus", 8)),
                0,
                "",
                new AttributeValue.Bytes(new byte[0]));
    }

    /// An attribute of every type, of a size beyond what a column takes, and with keys that differ in case alone.
    private static List<Attribute> everyKind(String name) {
        AttributeValue.Array array = new AttributeValue.Array(List.of(
                new AttributeValue.Text("a"),
                new AttributeValue.Int(-1),
                new AttributeValue.Array(List.of(new AttributeValue.Bool(false), new AttributeValue.Real(-0.5))),
                new AttributeValue.Map(List.of(new Attribute("in", new AttributeValue.Empty())))));
        return List.of(
                Attribute.of("service.name", name),
                Attribute.of("empty text", ""),
                Attribute.of("int", Long.MIN_VALUE),
                new Attribute("bool", new AttributeValue.Bool(true)),
                new Attribute("double", new AttributeValue.Real(Double.MIN_VALUE)),
                new Attribute("bytes", new AttributeValue.Bytes("\0\u00ff".getBytes(StandardCharsets.ISO_8859_1))),
                new Attribute("array", array),
                new Attribute("map", new AttributeValue.Map(List.of(Attribute.of("k", "v"), Attribute.of("n", 7)))),
                new Attribute("nothing", new AttributeValue.Empty()),
                Attribute.of("Key", "upper"),
                Attribute.of("key", "lower"),
                Attribute.of("long", "é".repeat(9_000)));
    }

    /// A trace with everything that OTLP knows, and with what it does not forbid.
    private static List<Span> odd() {
        List<Span.Event> events = List.of(
                new Span.Event(START + 5, "exception", everyKind("event"), 2),
                new Span.Event(START - 5, "before the span", List.of(), 0));
        List<Span.Link> links = List.of(
                new Span.Link(ELSEWHERE, 0x55, "vendor=1", everyKind("link"), 1, 0x301),
                new Span.Link(ODD, 1, "", List.of(), 0, 0));
        Span root = new Span(
                ODD,
                1,
                0,
                "a=b",
                0x101,
                "GET /",
                2,
                START,
                START + 900,
                everyKind("span"),
                7,
                events,
                8,
                links,
                9,
                2,
                "no");
        return List.of(
                root,
                root,
                bare(2, 1, "call", Span.KIND_CLIENT, 10),
                bare(2, 2, "handle", Span.KIND_SERVER, 20),
                bare(3, 2, "below the one that serves", 1, 30),
                bare(4, 99, "parent is not here", 0, 40),
                bare(5, 5, "parent of itself", 17, 50),
                bare(6, 7, "circle", 4, 60),
                bare(7, 6, "circle", 5, 70));
    }

    private static Span bare(long id, long parent, String name, int kind, long after) {
        List<Attribute> none = List.of();
        long start = START + after;
        return new Span(ODD, id, parent, "", 0, name, kind, start, start, none, 0, List.of(), 0, List.of(), 0, 0, "");
    }

    /// Traces as most are, enough of them that columns are written in every way there is.
    private static List<Span> plain(int from, int to) {
        List<Span> spans = new ArrayList<>();
        for (int trace = from; trace < to; trace++) {
            for (int span = 0; span < SPANS; span++) {
                spans.add(plain(trace, span, trace * SPANS + span));
            }
        }
        return spans;
    }

    private static Span plain(int trace, int span, int number) {
        long start = START + trace * 1_000_000_000L + span * 1_000L + Mix.below(1_000, number);
        long parent = span == 0 ? 0 : span == 4 ? 0x4444 : id(trace, (span - 1) / 2);
        List<Span.Event> events = span == 3
                ? List.of(new Span.Event(start + span, "retry", List.of(Attribute.of("attempt", trace % 3)), 0))
                : List.of();
        List<Span.Link> links = span == 2
                ? List.of(new Span.Link(ELSEWHERE, number, "", List.of(Attribute.of("why", "batch")), 0, 0))
                : List.of();
        return new Span(
                new TraceId(Mix.of(trace), Mix.of(-trace)),
                id(trace, span),
                parent,
                "",
                trace % 2 == 0 ? 0x101 : 0,
                List.of("GET /products/{id}", "SELECT products", "publish", "retry", "render")
                        .get(span),
                1 + span,
                start,
                start + 10_000 + Mix.below(1_000_000, -number),
                attributes(trace, number),
                0,
                events,
                0,
                links,
                0,
                trace % 7 == 0 ? Span.STATUS_ERROR : 0,
                trace % 7 == 0 ? "timeout" : "");
    }

    private static List<Attribute> attributes(int trace, int number) {
        return List.of(
                Attribute.of("http.request.method", trace % 3 == 0 ? "GET" : "POST"),
                Attribute.of("http.response.status_code", trace % 7 == 0 ? 500 : 200),
                Attribute.of("url.full", "https://shop.test/products/" + Mix.below(1 << 20, number)),
                Attribute.of("offset", 1_000_000L + number * 17L),
                new Attribute("share", new AttributeValue.Real(1 + Mix.below(1 << 20, number) / (double) (1 << 20))),
                new Attribute("cached", new AttributeValue.Bool(number % 4 == 0)),
                number % 5 == 0 ? Attribute.of("mixed", number) : Attribute.of("mixed", "text"));
    }

    private static long id(int trace, int span) {
        return Mix.of(trace * 1_000L + span) | 1;
    }
}
