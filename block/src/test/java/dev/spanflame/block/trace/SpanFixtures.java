package dev.spanflame.block.trace;

import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.RandomOtlp;
import dev.spanflame.proto.otlp.SpanRecords;
import dev.spanflame.proto.otlp.TraceMessages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs out of records and messages, and records in a form in which they can be compared.
public final class SpanFixtures {
    private SpanFixtures() {}

    /// A sealed run of all spans of `groups`, through the wire format.
    public static SpanRun run(List<Trace> groups) {
        SpanRunBuilder builder = new SpanRunBuilder();
        for (Trace group : groups) {
            builder.append(batch(TraceMessages.tracesData(group).toByteArray()));
        }
        return builder.tail().seal();
    }

    /// A sealed run of the spans of encoded requests.
    public static SpanRun runOf(List<byte[]> requests) {
        SpanRunBuilder builder = new SpanRunBuilder();
        requests.forEach(request -> builder.append(batch(request)));
        return builder.tail().seal();
    }

    /// Encoded requests with every field of OTLP, few of whose spans share a trace.
    public static List<byte[]> randomRequests(long seed, int count) {
        RandomOtlp random = new RandomOtlp(new Random(seed));
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(random.request().toByteArray());
        }
        return requests;
    }

    /// Decodes one encoded request.
    public static SpanBatch batch(byte[] request) {
        SpanBatch batch = new SpanBatch();
        new OtlpSpanDecoder().decode(request, batch);
        return batch;
    }

    /// The distinct spans of encoded requests as [#plain] records.
    public static Set<SpanRecord> expected(List<byte[]> requests) {
        Set<SpanRecord> records = new LinkedHashSet<>();
        for (byte[] request : requests) {
            for (Trace.ResourceSpans resource :
                    SpanRecords.trace(batch(request)).resourceSpans()) {
                for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                    for (Span span : scope.spans()) {
                        records.add(plain(new SpanRecord(resource.resource(), scope.scope(), span)));
                    }
                }
            }
        }
        return records;
    }

    /// All spans of `rows`, in their order.
    public static List<SpanRecord> records(SpanRows rows) {
        return new SpanReader(rows)
                .records(0, rows.spans().rows()).stream()
                        .map(SpanFixtures::plain)
                        .toList();
    }

    /// A range that holds all spans of `rows`.
    public static TimeRange range(SpanRows rows) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (SpanRecord each : new SpanReader(rows).records(0, rows.spans().rows())) {
            start = Math.min(start, each.span().startNanos());
            end = Math.max(end, each.span().endNanos());
        }
        return start > end ? new TimeRange(0, 0) : new TimeRange(start, end);
    }

    /// The record with attributes as storage knows them: sorted by key, of equal keys the last.
    public static SpanRecord plain(SpanRecord given) {
        Span span = given.span();
        List<Span.Event> events = new ArrayList<>();
        for (Span.Event event : span.events()) {
            events.add(new Span.Event(
                    event.timeNanos(), event.name(), plain(event.attributes()), event.droppedAttributes()));
        }
        List<Span.Link> links = new ArrayList<>();
        for (Span.Link link : span.links()) {
            links.add(new Span.Link(
                    link.traceId(),
                    link.spanId(),
                    link.traceState(),
                    plain(link.attributes()),
                    link.droppedAttributes(),
                    link.flags()));
        }
        return new SpanRecord(
                given.resource(),
                given.scope(),
                new Span(
                        span.traceId(),
                        span.spanId(),
                        span.parentSpanId(),
                        span.traceState(),
                        span.flags(),
                        span.name(),
                        span.kind(),
                        span.startNanos(),
                        span.endNanos(),
                        plain(span.attributes()),
                        span.droppedAttributes(),
                        events,
                        span.droppedEvents(),
                        links,
                        span.droppedLinks(),
                        span.status(),
                        span.statusMessage()));
    }

    private static List<Attribute> plain(List<Attribute> attributes) {
        SortedMap<String, AttributeValue> byKey = new TreeMap<>();
        attributes.forEach(attribute -> byKey.put(attribute.key(), attribute.value()));
        List<Attribute> sorted = new ArrayList<>();
        byKey.forEach((key, value) -> sorted.add(new Attribute(key, value)));
        return sorted;
    }
}
