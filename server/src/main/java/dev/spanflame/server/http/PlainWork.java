package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.ErrorReply;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.Work;

/// Answers what no service could make sense of, in plain text.
final class PlainWork implements Work {
    @Override
    public BodyLimit body() {
        return BodyLimit.NOTHING;
    }

    @Override
    public void run(Exchange exchange, Body body) {
        throw new IllegalStateException("only errors are answered here");
    }

    @Override
    public void refuse(Exchange exchange, BackendException error) {
        HttpReply reply = ErrorReply.of(error, ErrorFormat.TEXT, "");
        if (reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)) {
            exchange.reply(reply.status(), reply.headers(), bytes);
        }
    }
}
