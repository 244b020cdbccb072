package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.server.edge.ErrorReply;
import dev.spanflame.server.edge.Exchange;

/// Tells in plain text that no service could make sense of a request.
final class PlainRefusal {
    private PlainRefusal() {}

    static void tell(Exchange exchange, BackendException error) {
        HttpReply reply = ErrorReply.of(error, ErrorFormat.TEXT, "");
        if (reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)) {
            exchange.reply(reply.status(), reply.headers(), bytes);
        }
    }
}
