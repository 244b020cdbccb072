package dev.spanflame.querier.pyroscope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.join.SpanSet;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Hex;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.querier.links.LinkSubject;
import dev.spanflame.querier.links.LinkedReplies;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.profiles.FrameSpans;
import dev.spanflame.querier.pyroscope.ProfileQueries.Asked;
import dev.spanflame.querier.pyroscope.ProfileQueries.Drawing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import dev.spanflame.querier.pyroscope.SpanSelection.Spans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Flame graphs of the spans that a TraceQL query selects, and the way back from a frame to spans.
/// Thread-safe.
///
/// Profiles are chosen by `type` and, where it is given, by the label selector `labels`; samples by
/// the ids of their spans, or by thread and time where they know no span.
final class SpanFlameGraphs {
    private static final String EXAMPLE = "{ span.http.route = \"/cart\" && duration > 100ms }";
    private static final String ON_THREADS = "{ span.thread.name != nil || span.thread.id != nil }";
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 500;
    private static final JsonFactory JSON = new JsonFactory();

    private final ProfileQueries queries;
    private final SpanSelection spans;
    private final RenderRoute render;
    private final StackReplies replies;
    private final InstantSource clock;
    private final Links links;

    SpanFlameGraphs(ProfileQueries queries, SpanSelection spans, InstantSource clock, Links links) {
        this.queries = queries;
        this.spans = spans;
        this.render = new RenderRoute(queries, clock, links);
        this.links = links;
        this.replies = new StackReplies(queries);
        this.clock = clock;
    }

    /// `GET /api/v2/flamegraph?q=<TraceQL>&type=<profile type>&start&end`.
    HttpReply flameGraph(HttpCall call) throws IOException {
        RenderParameters parameters = new RenderParameters(call.query(), clock);
        Selected selected = selected(parameters);
        Spans found = find(call.caller(), call.query(), "q", selected);
        Asked asked = asked(parameters, selected, found);
        Optional<HttpReply> other = replies.reply(call.caller(), asked, StackReplies.Form.of(parameters));
        HttpReply reply = other.isPresent() ? other.get() : render.document(call, asked);
        List<Links.Link> traces = render.toTraces(selected, call.query().firstOr("q", ""));
        return told(LinkedReplies.profiles(call, reply, traces), "", found);
    }

    /// `GET /api/v2/flamegraph/diff?left=<TraceQL>&right=<TraceQL>&type=<profile type>&start&end`.
    HttpReply diff(HttpCall call) throws IOException {
        RenderParameters parameters = new RenderParameters(call.query(), clock);
        Selected selected = selected(parameters);
        Spans left = find(call.caller(), call.query(), "left", selected);
        Spans right = find(call.caller(), call.query(), "right", selected);
        HttpReply reply =
                render.diff(call, asked(parameters, selected, left), asked(parameters, selected, right), parameters);
        List<Links.Link> traces = render.toTraces(selected, call.query().firstOr("right", ""));
        return told(told(LinkedReplies.profiles(call, reply, traces), "Left-", left), "Right-", right);
    }

    /// `GET /api/v2/flamegraph/spans?function=<name>&type=<profile type>&start&end`.
    HttpReply spans(HttpCall call) throws IOException {
        RenderParameters parameters = new RenderParameters(call.query(), clock);
        Selected selected = selected(parameters);
        StackPattern stacks = stacks(call.query());
        Wanted wanted = new Wanted(selected, stacks, limit(call.query()));
        FrameSpans.Answer answer;
        if (call.query().firstOr("q", "").isBlank()) {
            answer = spans(call.caller(), wanted, SampleFilter.ALL);
            if (answer.spanCount() == 0) {
                SpanSet all = spans.find(
                                call.caller(), ON_THREADS, selected.window().nanos())
                        .set();
                answer = spans(call.caller(), wanted, new SampleFilter.OfSpanSet(all, true));
            }
        } else {
            SampleFilter filter =
                    find(call.caller(), call.query(), "q", selected).filter();
            answer = spans(call.caller(), wanted, filter);
        }
        List<Long> without = answer.spans().stream()
                .filter(span -> isUnknown(span.id().trace()))
                .map(span -> span.id().span())
                .toList();
        Map<Long, TraceId> traces =
                spans.traces(call.caller(), without, selected.window().nanos());
        return HttpReply.json(json(call, selected, answer, traces));
    }

    /// The stacks whose spans are asked for.
    private record Wanted(Selected selected, StackPattern stacks, int limit) {}

    private FrameSpans.Answer spans(Caller caller, Wanted wanted, SampleFilter filter) throws IOException {
        return queries.ask(
                caller,
                wanted.selected().window(),
                FrameSpans.MAX_BYTES,
                partitions -> FrameSpans.of(
                        partitions,
                        ProfileQueries.selection(caller, wanted.selected(), filter),
                        queries.wanted(caller, wanted.stacks()),
                        wanted.limit()));
    }

    /// When the span ran is not known here, only that it is in the time that was asked for.
    private static LinkSubject subject(TraceId trace, FrameSpans.Span span, Selected selected) {
        TimeRange window = selected.window().nanos();
        long duration = window.endNanos() - window.startNanos();
        return new LinkSubject(trace, span.id().span(), "", window.startNanos(), duration, List.of());
    }

    private static boolean isUnknown(TraceId trace) {
        return (trace.high() | trace.low()) == 0;
    }

    private static StackPattern stacks(QueryParameters query) {
        return SeriesRoute.stacks(query)
                .orElseThrow(() -> BackendException.badRequest(
                        "missing_function",
                        "expected 'function' (a name), 'matching' (a regular expression) or 'callSite' (a name for each"
                                + " frame from the outermost on)"));
    }

    private static int limit(QueryParameters query) {
        String text = query.firstOr("limit", String.valueOf(DEFAULT_LIMIT));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw BackendException.badRequest(
                "invalid_limit", "limit is '" + shown(text) + "'; expected 1 to " + MAX_LIMIT);
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static Selected selected(RenderParameters parameters) {
        Window window = parameters.windowOrLastHour("start", "end");
        String labels = parameters.query().firstOr("labels", "{}");
        return Selected.parse(parameters.query().firstOr("type", ""), labels, window);
    }

    private Spans find(Caller caller, QueryParameters query, String name, Selected selected) throws IOException {
        String text = query.firstOr(name, "");
        if (text.isBlank()) {
            throw BackendException.badRequest(
                    "missing_query", "parameter '" + name + "' is missing; expected TraceQL such as " + EXAMPLE);
        }
        TimeRange window = selected.window().nanos();
        return spans.find(caller, text, window);
    }

    private static Asked asked(RenderParameters parameters, Selected selected, Spans found) {
        List<String> site = parameters.query().all("callSite");
        return new Asked(selected, new Drawing(found.filter(), site, parameters.maxNodes(), parameters.within()));
    }

    /// Says in headers how many spans were taken and whether there are more; no format has a place for
    /// it.
    private static HttpReply told(HttpReply reply, String side, Spans found) {
        String prefix = "X-Spanflame-" + side + "Selected-";
        return reply.withHeader(prefix + "Spans", String.valueOf(found.set().size()))
                .withHeader(prefix + "Traces", String.valueOf(found.traces()))
                .withHeader(prefix + "All", String.valueOf(!found.cut()));
    }

    private byte[] json(HttpCall call, Selected selected, FrameSpans.Answer answer, Map<Long, TraceId> traces)
            throws IOException {
        boolean linked = LinkedReplies.areWanted(call);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("spans");
            for (FrameSpans.Span span : answer.spans()) {
                TraceId trace = isUnknown(span.id().trace())
                        ? traces.getOrDefault(span.id().span(), span.id().trace())
                        : span.id().trace();
                json.writeStartObject();
                json.writeStringField("traceID", isUnknown(trace) ? "" : trace.hex());
                json.writeStringField("spanID", Hex.of(span.id().span()));
                json.writeNumberField("value", span.value());
                json.writeNumberField("profileStartMs", span.firstMillis());
                if (linked && !isUnknown(trace)) {
                    LinkedReplies.write(links.of(subject(trace, span, selected)), json);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("total", answer.total());
            json.writeNumberField("spanCount", answer.spanCount());
            json.writeNumberField("leftOut", answer.leftOut());
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
