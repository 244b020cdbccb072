package dev.spanflame.querier.tempo;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.tempopb.SearchTagValuesResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.TagValue;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.tags.TagLookup;
import dev.spanflame.traceql.tags.TagOptions;
import dev.spanflame.traceql.tags.TagValues;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/// `GET /api/search/tag/{name}/values` and `GET /api/v2/search/tag/{name}/values`: values of one attribute.
///
/// The name may hold slashes. An answer cut short at a bound says so in the header `X-Spanflame-Truncated`.
final class TagValueEndpoints {
    private static final String TRUNCATED = "X-Spanflame-Truncated";

    private final TraceStore store;
    private final QueryGate gate;

    TagValueEndpoints(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    List<Route> routes() {
        return List.of(
                Route.read("/api/search/tag/{name:*}/values", this::first),
                Route.read("/api/v2/search/tag/{name:*}/values", this::second));
    }

    /// Texts alone.
    private HttpReply first(HttpCall call) throws IOException {
        String name = name(call);
        if (name.equals("error")) {
            SearchTagValuesResponse fixed = SearchTagValuesResponse.newBuilder()
                    .addTagValues("true")
                    .setMetrics(TagEndpoints.noMetrics())
                    .build();
            return Encoding.reply(call, fixed, gate.limits().maxResultBytes());
        }
        FieldName field = TagName.loose(name);
        return answer(call, field, (values, source) -> {
            TreeSet<String> texts = new TreeSet<>();
            values.values().forEach(value -> texts.add(value.text()));
            return SearchTagValuesResponse.newBuilder()
                    .addAllTagValues(texts)
                    .setMetrics(TagEndpoints.metrics(source))
                    .build();
        });
    }

    /// Texts with their types.
    private HttpReply second(HttpCall call) throws IOException {
        FieldName field = TagName.exact(name(call));
        return answer(call, field, (values, source) -> {
            SearchTagValuesV2Response.Builder answer = SearchTagValuesV2Response.newBuilder();
            values.values()
                    .forEach(value -> answer.addTagValues(
                            TagValue.newBuilder().setType(value.type()).setValue(value.text())));
            return answer.setMetrics(TagEndpoints.metrics(source)).build();
        });
    }

    /// Makes a message of values.
    private interface Form {
        Message of(TagValues values, CountingSource source);
    }

    private HttpReply answer(HttpCall call, FieldName field, Form form) throws IOException {
        long maxBytes = gate.limits().maxResultBytes();
        TagOptions asked = TagParameters.of(call.query(), maxBytes);
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            TagOptions options = asked.withEnd(pass.ended(), pass.deadlineNanos());
            return store.ask(call.caller().tenants(), source -> {
                TagValues values = new TagLookup(source, options).values(field);
                HttpReply reply = Encoding.reply(call, form.of(values, source), maxBytes);
                return values.truncated() ? reply.withHeader(TRUNCATED, "true") : reply;
            });
        }
    }

    private static String name(HttpCall call) {
        return call.pathParameters().getOrDefault("name", "");
    }
}
