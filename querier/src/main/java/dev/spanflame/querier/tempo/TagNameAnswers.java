package dev.spanflame.querier.tempo;

import com.google.protobuf.Message;
import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.tempopb.MetadataMetrics;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.proto.tempopb.SearchTagsV2Scope;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.parameter.Shown;
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

/// Answers which attributes there are, whatever the protocol. Thread-safe.
public final class TagNameAnswers {
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

    /// Answers over `store`, behind `gate`.
    public TagNameAnswers(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /// An answer; `truncated` says that there are more names than it has.
    public record Answer<M extends Message>(M message, boolean truncated) {}

    /// All names in one list; intrinsics only when they are asked for.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for an unknown `scope`; empty means all.
    public Answer<SearchTagsResponse> flat(Caller caller, String scope, TagOptions asked) throws IOException {
        checkScope(scope);
        return ask(caller, asked, (source, options) -> {
            SearchTagsResponse.Builder answer = SearchTagsResponse.newBuilder().setMetrics(metrics(source));
            if (scope.equals(INTRINSIC)) {
                return new Answer<>(answer.addAllTagNames(INTRINSICS).build(), false);
            }
            TagNames names = new TagLookup(source, options).names();
            TreeSet<String> all = new TreeSet<>();
            SCOPES.stream().filter(one -> isAsked(scope, one)).forEach(one -> all.addAll(names.of(one)));
            boolean cut = names.truncated() || all.size() > options.maxCount();
            all.stream().limit(options.maxCount()).forEach(answer::addTagNames);
            return new Answer<>(answer.setMetrics(metrics(source)).build(), cut);
        });
    }

    /// Names by scope. Throws as [#flat].
    public Answer<SearchTagsV2Response> byScope(Caller caller, String scope, TagOptions asked) throws IOException {
        checkScope(scope);
        return ask(caller, asked, (source, options) -> {
            SearchTagsV2Response.Builder answer = SearchTagsV2Response.newBuilder();
            boolean truncated = false;
            if (!scope.equals(INTRINSIC)) {
                TagNames names = new TagLookup(source, options).names();
                truncated = names.truncated();
                for (Field.Scope one : SCOPES) {
                    if (isAsked(scope, one) && !names.of(one).isEmpty()) {
                        answer.addScopes(scope(label(one), names.of(one)));
                    }
                }
            }
            if (scope.isEmpty() || scope.equals(NO_SCOPE) || scope.equals(INTRINSIC)) {
                answer.addScopes(scope(INTRINSIC, INTRINSICS));
            }
            return new Answer<>(answer.setMetrics(metrics(source)).build(), truncated);
        });
    }

    /// A question within options.
    private interface Question<T> {
        T answer(CountingSource source, TagOptions options) throws IOException;
    }

    private <T> T ask(Caller caller, TagOptions asked, Question<T> question) throws IOException {
        try (QueryGate.Pass pass = gate.enter(caller)) {
            TagOptions options = asked.withEnd(pass.ended(), pass.deadlineNanos());
            return store.ask(caller.tenants(), source -> question.answer(source, options));
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

    private static void checkScope(String scope) {
        if (!KNOWN.contains(scope)) {
            throw BackendException.badRequest(
                    "invalid_scope",
                    "scope is '" + Shown.of(scope)
                            + "'; expected one of resource, span, event, link, instrumentation, intrinsic, trace, none");
        }
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
