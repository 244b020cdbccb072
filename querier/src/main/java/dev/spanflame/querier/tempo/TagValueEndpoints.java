package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import java.io.IOException;
import java.util.List;

/// `GET /api/search/tag/{name}/values` and `GET /api/v2/search/tag/{name}/values`: values of one attribute.
///
/// The name may hold slashes. An answer cut short at a bound says so in the header `X-Spanflame-Truncated`.
final class TagValueEndpoints {
    private final TagValueAnswers answers;
    private final long maxBytes;

    TagValueEndpoints(TagValueAnswers answers, long maxBytes) {
        this.answers = answers;
        this.maxBytes = maxBytes;
    }

    List<Route> routes() {
        return List.of(
                Route.read("/api/search/tag/{name:*}/values", this::first),
                Route.read("/api/v2/search/tag/{name:*}/values", this::second));
    }

    private HttpReply first(HttpCall call) throws IOException {
        TagNameAnswers.Answer<?> answer =
                answers.flat(call.caller(), name(call), TagParameters.of(call.query(), maxBytes));
        return marked(Encoding.reply(call, answer.message(), maxBytes), answer);
    }

    private HttpReply second(HttpCall call) throws IOException {
        TagNameAnswers.Answer<SearchTagValuesV2Response> answer =
                answers.typed(call.caller(), name(call), TagParameters.of(call.query(), maxBytes));
        return marked(Encoding.reply(call, answer.message(), maxBytes), answer);
    }

    private static HttpReply marked(HttpReply reply, TagNameAnswers.Answer<?> answer) {
        return answer.truncated() ? reply.withHeader(TagEndpoints.TRUNCATED, "true") : reply;
    }

    private static String name(HttpCall call) {
        return call.pathParameters().getOrDefault("name", "");
    }
}
