package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.tempopb.MetadataMetrics;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.proto.tempopb.SearchTagsV2Scope;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.tags.TagLookup;
import dev.spanflame.traceql.tags.TagNames;
import dev.spanflame.traceql.tags.TagOptions;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `GET /api/search/tags` and `GET /api/v2/search/tags`: names of attributes.
final class TagEndpoints {
    /// What can be asked of a span besides its attributes, in Tempo's order.
    private static final List<String> INTRINSICS = List.of(
            "duration",
            "name",
            "status",
            "statusMessage",
            "kind",
            "rootServiceName",
            "rootName",
            "traceDuration",
            "event:name",
            "event:timeSinceStart",
            "link:spanID",
            "link:traceID",
            "instrumentation:name",
            "instrumentation:version",
            "trace:id",
            "span:id",
            "span:parentID",
            "span:status",
            "span:statusMessage",
            "span:duration",
            "span:name",
            "span:kind",
            "trace:rootName",
            "trace:rootService",
            "trace:duration");

    private static final String INTRINSIC = "intrinsic";
    private static final String NO_SCOPE = "none";

    /// Scopes of attributes in the order of answers.
    private static final List<Field.Scope> SCOPES = List.of(
            Field.Scope.RESOURCE, Field.Scope.SPAN, Field.Scope.EVENT, Field.Scope.LINK, Field.Scope.INSTRUMENTATION);

    /// Scopes that may be asked for; traces have no attributes of their own.
    private static final Set<String> KNOWN =
            Set.of("", NO_SCOPE, INTRINSIC, "trace", "resource", "span", "event", "link", "instrumentation");

    private final TraceStore store;
    private final QueryGate gate;

    TagEndpoints(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    List<Route> routes() {
        return List.of(Route.read("/api/search/tags", this::first), Route.read("/api/v2/search/tags", this::second));
    }

    /// All names in one list; intrinsics only when they are asked for.
    private HttpReply first(HttpCall call) throws IOException {
        String scope = scope(call);
        SearchTagsResponse response = ask(call, (source, options) -> {
            SearchTagsResponse.Builder answer = SearchTagsResponse.newBuilder().setMetrics(metrics(source));
            if (scope.equals(INTRINSIC)) {
                return answer.addAllTagNames(INTRINSICS).build();
            }
            TagNames names = new TagLookup(source, options).names();
            TreeSet<String> all = new TreeSet<>();
            SCOPES.stream().filter(one -> isAsked(scope, one)).forEach(one -> all.addAll(names.of(one)));
            return answer.addAllTagNames(all).setMetrics(metrics(source)).build();
        });
        return Encoding.reply(call, response, gate.limits().maxResultBytes());
    }

    /// Names by scope.
    private HttpReply second(HttpCall call) throws IOException {
        String scope = scope(call);
        SearchTagsV2Response response = ask(call, (source, options) -> {
            SearchTagsV2Response.Builder answer = SearchTagsV2Response.newBuilder();
            if (!scope.equals(INTRINSIC)) {
                TagNames names = new TagLookup(source, options).names();
                for (Field.Scope one : SCOPES) {
                    if (isAsked(scope, one) && !names.of(one).isEmpty()) {
                        answer.addScopes(scope(label(one), names.of(one)));
                    }
                }
            }
            if (scope.isEmpty() || scope.equals(NO_SCOPE) || scope.equals(INTRINSIC)) {
                answer.addScopes(scope(INTRINSIC, INTRINSICS));
            }
            return answer.setMetrics(metrics(source)).build();
        });
        return Encoding.reply(call, response, gate.limits().maxResultBytes());
    }

    private <T> T ask(HttpCall call, TagQuestion<T> question) throws IOException {
        TagOptions asked = TagParameters.of(call.query(), gate.limits().maxResultBytes());
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            TagOptions options = asked.withEnd(pass.ended(), pass.deadlineNanos());
            return store.ask(call.caller().tenants(), source -> question.answer(source, options));
        }
    }

    static MetadataMetrics metrics(CountingSource source) {
        return MetadataMetrics.newBuilder()
                .setTotalBlocks(source.blockCount())
                .setTotalBlockBytes(source.blockBytes())
                .setCompletedJobs(1)
                .setTotalJobs(1)
                .build();
    }

    /// Metrics of an answer that needed no look-up.
    static MetadataMetrics noMetrics() {
        return MetadataMetrics.newBuilder().setCompletedJobs(1).setTotalJobs(1).build();
    }

    private static String scope(HttpCall call) {
        String scope = call.query().firstOr("scope", "");
        if (!KNOWN.contains(scope)) {
            throw BackendException.badRequest(
                    "invalid_scope",
                    "scope is '" + Shown.of(scope)
                            + "'; expected one of resource, span, event, link, instrumentation, intrinsic, trace, none");
        }
        return scope;
    }

    private static boolean isAsked(String scope, Field.Scope one) {
        return scope.isEmpty() || scope.equals(NO_SCOPE) || scope.equals(label(one));
    }

    private static String label(Field.Scope scope) {
        return switch (scope) {
            case RESOURCE -> "resource";
            case SPAN -> "span";
            case EVENT -> "event";
            case LINK -> "link";
            case INSTRUMENTATION -> "instrumentation";
        };
    }

    private static SearchTagsV2Scope scope(String name, Iterable<String> tags) {
        return SearchTagsV2Scope.newBuilder().setName(name).addAllTags(tags).build();
    }
}
