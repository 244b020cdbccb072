package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.traceql.tags.TagOptions;
import java.io.IOException;
import java.util.List;

/// Names and values of attributes: `GET /api/search/tags`, `GET /api/search/tag/{name}/values`, where the
/// name may hold slashes, and the same under `/api/v2`.
///
/// An answer cut short at a bound says so in the header `X-Spanflame-Truncated`.
final class TagEndpoints {
    /// Header of an answer that was cut short.
    static final String TRUNCATED = "X-Spanflame-Truncated";

    private final TagNameAnswers names;
    private final TagValueAnswers values;
    private final long maxBytes;

    TagEndpoints(TagNameAnswers names, TagValueAnswers values, long maxBytes) {
        this.names = names;
        this.values = values;
        this.maxBytes = maxBytes;
    }

    List<Route> routes() {
        return List.of(
                Route.read("/api/search/tags", this::names),
                Route.read("/api/v2/search/tags", this::namesByScope),
                Route.read("/api/search/tag/{name:*}/values", this::values),
                Route.read("/api/v2/search/tag/{name:*}/values", this::typedValues));
    }

    private HttpReply names(HttpCall call) throws IOException {
        return reply(call, names.flat(call.caller(), scope(call), options(call)));
    }

    private HttpReply namesByScope(HttpCall call) throws IOException {
        return reply(call, names.byScope(call.caller(), scope(call), options(call)));
    }

    private HttpReply values(HttpCall call) throws IOException {
        return reply(call, values.flat(call.caller(), name(call), options(call)));
    }

    private HttpReply typedValues(HttpCall call) throws IOException {
        TagNameAnswers.Answer<SearchTagValuesV2Response> answer =
                values.typed(call.caller(), name(call), options(call));
        return Encoding.of(call) == Encoding.LLM
                ? marked(LlmTagValues.reply(answer.message(), maxBytes), answer)
                : reply(call, answer);
    }

    private HttpReply reply(HttpCall call, TagNameAnswers.Answer<?> answer) {
        return marked(Encoding.reply(call, answer.message(), maxBytes), answer);
    }

    private static HttpReply marked(HttpReply reply, TagNameAnswers.Answer<?> answer) {
        return answer.truncated() ? reply.withHeader(TRUNCATED, "true") : reply;
    }

    private TagOptions options(HttpCall call) {
        return TagParameters.of(call.query(), maxBytes);
    }

    private static String scope(HttpCall call) {
        return call.query().firstOr("scope", "");
    }

    private static String name(HttpCall call) {
        return call.pathParameters().getOrDefault("name", "");
    }
}
