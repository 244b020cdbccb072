package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.io.IOException;
import java.util.List;

/// `GET /api/search/tags` and `GET /api/v2/search/tags`: names of attributes.
///
/// An answer cut short at a bound says so in the header `X-Spanflame-Truncated`.
final class TagEndpoints {
    /// Header of an answer that was cut short.
    static final String TRUNCATED = "X-Spanflame-Truncated";

    private final TagNameAnswers answers;
    private final long maxBytes;

    TagEndpoints(TagNameAnswers answers, long maxBytes) {
        this.answers = answers;
        this.maxBytes = maxBytes;
    }

    List<Route> routes() {
        return List.of(Route.read("/api/search/tags", this::first), Route.read("/api/v2/search/tags", this::second));
    }

    private HttpReply first(HttpCall call) throws IOException {
        return reply(call, answers.flat(call.caller(), scope(call), TagParameters.of(call.query(), maxBytes)));
    }

    private HttpReply second(HttpCall call) throws IOException {
        return reply(call, answers.byScope(call.caller(), scope(call), TagParameters.of(call.query(), maxBytes)));
    }

    private HttpReply reply(HttpCall call, TagNameAnswers.Answer<?> answer) {
        HttpReply reply = Encoding.reply(call, answer.message(), maxBytes);
        return answer.truncated() ? reply.withHeader(TRUNCATED, "true") : reply;
    }

    private static String scope(HttpCall call) {
        return call.query().firstOr("scope", "");
    }
}
