package dev.spanflame.querier.tempo.stream;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.edge.RpcMethod.Codec;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesRequest;
import dev.spanflame.proto.tempopb.SearchTagValuesResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.SearchTagsRequest;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.MetricsStream;
import dev.spanflame.querier.tempo.SearchParameters;
import dev.spanflame.querier.tempo.SearchStream;
import dev.spanflame.querier.tempo.TagNameAnswers;
import dev.spanflame.querier.tempo.TagNameAnswers.Answer;
import dev.spanflame.querier.tempo.TagParameters;
import dev.spanflame.querier.tempo.TagValueAnswers;
import dev.spanflame.querier.traces.TraceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The procedures of `tempopb.StreamingQuerier`: each answers one message with several, all of less than 4
/// MiB, which is the most that a client takes by default. Thread-safe.
public final class StreamingQuerier {
    private static final String SERVICE = "tempopb.StreamingQuerier";
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private final MetricsStream metrics;
    private final SearchStream searches;
    private final TagNameAnswers names;
    private final TagValueAnswers values;
    private final long maxBytes;

    /// Answers from `store`, behind `gate`; `clock` tells what "now" is for requests that name no time.
    public StreamingQuerier(TraceStore store, QueryGate gate, InstantSource clock) {
        metrics = new MetricsStream(store, gate, clock);
        searches = new SearchStream(store, gate);
        names = new TagNameAnswers(store, gate);
        values = new TagValueAnswers(store, gate);
        maxBytes = gate.limits().maxResultBytes();
    }

    /// Answers a message with any number of messages.
    private interface Streaming<Q extends Message, R extends Message> {
        void call(Caller caller, Q request, Consumer<R> replies) throws Exception;
    }

    /// All procedures.
    public List<RpcMethod> methods() {
        return List.of(
                method(
                        "Search",
                        new Codec<>(SearchRequest.getDefaultInstance(), SearchResponse.getDefaultInstance()),
                        (caller, request, replies) -> searches.search(caller, SearchParameters.of(request), replies)),
                method(
                        "SearchTags",
                        new Codec<>(SearchTagsRequest.getDefaultInstance(), SearchTagsResponse.getDefaultInstance()),
                        this::tags),
                method(
                        "SearchTagsV2",
                        new Codec<>(SearchTagsRequest.getDefaultInstance(), SearchTagsV2Response.getDefaultInstance()),
                        this::scopedTags),
                method(
                        "SearchTagValues",
                        new Codec<>(
                                SearchTagValuesRequest.getDefaultInstance(),
                                SearchTagValuesResponse.getDefaultInstance()),
                        this::tagValues),
                method(
                        "SearchTagValuesV2",
                        new Codec<>(
                                SearchTagValuesRequest.getDefaultInstance(),
                                SearchTagValuesV2Response.getDefaultInstance()),
                        this::typedTagValues),
                method(
                        "MetricsQueryRange",
                        new Codec<>(QueryRangeRequest.getDefaultInstance(), QueryRangeResponse.getDefaultInstance()),
                        metrics::range),
                method(
                        "MetricsQueryInstant",
                        new Codec<>(
                                QueryInstantRequest.getDefaultInstance(), QueryInstantResponse.getDefaultInstance()),
                        metrics::instant));
    }

    private void tags(Caller caller, SearchTagsRequest request, Consumer<SearchTagsResponse> replies) throws Exception {
        Answer<SearchTagsResponse> answer = names.flat(caller, request.getScope(), TagParameters.of(request, maxBytes));
        TagPackets.of(answer.message(), answer.truncated()).forEach(replies);
    }

    private void scopedTags(Caller caller, SearchTagsRequest request, Consumer<SearchTagsV2Response> replies)
            throws Exception {
        Answer<SearchTagsV2Response> answer =
                names.byScope(caller, request.getScope(), TagParameters.of(request, maxBytes));
        TagPackets.of(answer.message(), answer.truncated()).forEach(replies);
    }

    private void tagValues(Caller caller, SearchTagValuesRequest request, Consumer<SearchTagValuesResponse> replies)
            throws Exception {
        Answer<SearchTagValuesResponse> answer =
                values.flat(caller, request.getTagName(), TagParameters.of(request, maxBytes));
        TagPackets.of(answer.message(), answer.truncated()).forEach(replies);
    }

    private void typedTagValues(
            Caller caller, SearchTagValuesRequest request, Consumer<SearchTagValuesV2Response> replies)
            throws Exception {
        Answer<SearchTagValuesV2Response> answer =
                values.typed(caller, request.getTagName(), TagParameters.of(request, maxBytes));
        TagPackets.of(answer.message(), answer.truncated()).forEach(replies);
    }

    private static <Q extends Message, R extends Message> RpcMethod method(
            String name, Codec<Q, R> codec, Streaming<Q, R> answer) {
        return new RpcMethod(
                SERVICE,
                name,
                MAX_REQUEST_BYTES,
                TenantRule.MANY,
                true,
                Optional.empty(),
                (caller, request, replies) ->
                        answer.call(caller, codec.parse(request), message -> replies.accept(message.toByteArray())));
    }
}
