package dev.spanflame.querier.links;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SpanSet;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import dev.spanflame.querier.links.Links.Link;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers with links, for callers who ask for them by `links=true`. Immutable.
///
/// Nobody else gets any: Grafana refuses fields that it does not know.
public final class LinkedReplies {
    private static final long MILLI = 1_000_000;
    private static final int MAX_HEADER = 8_000;
    private static final List<String> ROOT = List.of();
    private static final Set<List<String>> SPANS = Set.of(
            ROOT,
            List.of("batches", "scopeSpans", "spans"),
            List.of("resourceSpans", "scopeSpans", "spans"),
            List.of("trace", "resourceSpans", "scopeSpans", "spans"));
    private static final Set<List<String>> FOUND =
            Set.of(List.of("traces"), List.of("traces", "spanSet", "spans"), List.of("traces", "spanSets", "spans"));

    private final Links links;

    /// Answers with these links.
    public LinkedReplies(Links links) {
        this.links = links;
    }

    /// Whether the caller asks for links; throws [BackendException] of kind BAD_REQUEST for what is neither
    /// true nor false.
    public static boolean areWanted(HttpCall call) {
        return switch (call.query().firstOr("links", "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw BackendException.badRequest("invalid_links", "links is not valid; expected true or false");
        };
    }

    /// `reply`, which shows `trace` as JSON, with the links of each span and of the whole, written to
    /// `out`, which may refuse too many bytes.
    public HttpReply trace(HttpCall call, HttpReply reply, Trace trace, ByteArrayOutputStream out) throws IOException {
        if (!areWanted(call)) {
            return reply;
        }
        List<List<Link>> all = new ArrayList<>();
        List<LinkSubject> spans = new ArrayList<>();
        for (Trace.ResourceSpans resource : trace.resourceSpans()) {
            for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                for (Span span : scope.spans()) {
                    LinkSubject subject = subject(resource.resource().attributes(), span);
                    spans.add(subject);
                    all.add(links.of(subject));
                }
            }
        }
        all.add(spans.isEmpty() ? List.of() : links.of(whole(spans)));
        LinkedJson.copy(json(reply), SPANS, all.iterator(), out);
        return new HttpReply(reply.status(), reply.headers(), new HttpReply.Body.Ready(out.toByteArray()));
    }

    private static LinkSubject subject(List<Attribute> resource, Span span) {
        List<Attribute> attributes = new ArrayList<>(resource);
        attributes.addAll(span.attributes());
        long duration = Math.max(0, span.endNanos() - span.startNanos());
        return new LinkSubject(span.traceId(), span.spanId(), span.name(), span.startNanos(), duration, attributes);
    }

    /// The whole trace, with the name and the attributes of the span that began first.
    private static LinkSubject whole(List<LinkSubject> spans) {
        LinkSubject first = spans.getFirst();
        long end = first.startNanos() + first.durationNanos();
        for (LinkSubject span : spans) {
            end = Math.max(end, span.startNanos() + span.durationNanos());
            first = span.startNanos() < first.startNanos() ? span : first;
        }
        return new LinkSubject(
                first.trace(), 0, first.name(), first.startNanos(), end - first.startNanos(), first.attributes());
    }

    /// `reply`, which shows `response` as JSON, with the links of each trace and span. Of a span the
    /// attributes alone are known that the query mentions, and of a trace the service of its root.
    public HttpReply search(HttpCall call, HttpReply reply, SearchResponse response, ByteArrayOutputStream out)
            throws IOException {
        if (!areWanted(call)) {
            return reply;
        }
        List<List<Link>> all = new ArrayList<>();
        for (TraceSearchMetadata trace : response.getTracesList()) {
            if (trace.hasSpanSet()) {
                spans(trace, trace.getSpanSet(), all);
            }
            trace.getSpanSetsList().forEach(set -> spans(trace, set, all));
            long duration = Integer.toUnsignedLong(trace.getDurationMs()) * MILLI + MILLI;
            all.add(links.of(new LinkSubject(
                    TraceId.parse(trace.getTraceID()),
                    0,
                    trace.getRootTraceName(),
                    trace.getStartTimeUnixNano(),
                    duration,
                    service(trace))));
        }
        LinkedJson.copy(json(reply), FOUND, all.iterator(), out);
        return new HttpReply(reply.status(), reply.headers(), new HttpReply.Body.Ready(out.toByteArray()));
    }

    private void spans(TraceSearchMetadata trace, SpanSet set, List<List<Link>> all) {
        for (dev.spanflame.proto.tempopb.Span span : set.getSpansList()) {
            List<Attribute> attributes = new ArrayList<>();
            for (KeyValue attribute : span.getAttributesList()) {
                value(attribute).ifPresent(value -> attributes.add(new Attribute(attribute.getKey(), value)));
            }
            all.add(links.of(new LinkSubject(
                    TraceId.parse(trace.getTraceID()),
                    Hex.parse(span.getSpanID(), 0, span.getSpanID().length()),
                    span.getName(),
                    span.getStartTimeUnixNano(),
                    span.getDurationNanos(),
                    attributes)));
        }
    }

    private static List<Attribute> service(TraceSearchMetadata trace) {
        boolean known = trace.getServiceStatsMap().containsKey(trace.getRootServiceName());
        return known ? List.of(Attribute.of("service.name", trace.getRootServiceName())) : List.of();
    }

    private static Optional<AttributeValue> value(KeyValue attribute) {
        return switch (attribute.getValue().getValueCase()) {
            case STRING_VALUE ->
                Optional.of(new AttributeValue.Text(attribute.getValue().getStringValue()));
            case BOOL_VALUE ->
                Optional.of(new AttributeValue.Bool(attribute.getValue().getBoolValue()));
            case INT_VALUE ->
                Optional.of(new AttributeValue.Int(attribute.getValue().getIntValue()));
            case DOUBLE_VALUE ->
                Optional.of(new AttributeValue.Real(attribute.getValue().getDoubleValue()));
            default -> Optional.empty();
        };
    }

    /// `reply` about profiles with links to traces: in the header `Link`, and in JSON also as the field
    /// `_links`.
    public static HttpReply profiles(HttpCall call, HttpReply reply, List<Link> links) throws IOException {
        if (!areWanted(call)) {
            return reply;
        }
        HttpReply linked = reply;
        if (isJson(reply)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LinkedJson.copy(json(reply), Set.of(ROOT), List.of(links).iterator(), out);
            linked = new HttpReply(reply.status(), reply.headers(), new HttpReply.Body.Ready(out.toByteArray()));
        }
        StringBuilder header = new StringBuilder();
        for (Link link : links) {
            header.append(header.isEmpty() ? "" : ", ")
                    .append('<')
                    .append(link.href())
                    .append(">; rel=\"related\"; title=\"")
                    .append(link.relation())
                    .append('"');
        }
        return header.length() > MAX_HEADER ? linked : linked.withHeader("Link", header.toString());
    }

    /// The field `_links` of the object that is being written.
    public static void write(List<Link> links, JsonGenerator json) throws IOException {
        LinkedJson.write(links, json);
    }

    private static boolean isJson(HttpReply reply) {
        String type = reply.headers().getOrDefault("Content-Type", "");
        return type.equals("application/json") && reply.body() instanceof HttpReply.Body.Ready;
    }

    private static byte[] json(HttpReply reply) {
        if (isJson(reply) && reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)) {
            return bytes;
        }
        throw BackendException.badRequest(
                "links_need_json", "links=true is for answers in JSON alone; send Accept: application/json");
    }
}
