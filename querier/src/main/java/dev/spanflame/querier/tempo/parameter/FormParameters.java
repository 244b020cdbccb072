package dev.spanflame.querier.tempo.parameter;

import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Takes the parameters of a query from the form that a POST carries too, because long queries do not fit
/// into every URL. Where both have a parameter the form's holds.
public final class FormParameters {
    /// A query of 128 KiB of which each byte is escaped, and the others.
    private static final int MAX_FORM_BYTES = 512 << 10;

    private static final String FORM = "application/x-www-form-urlencoded";

    private FormParameters() {}

    /// An endpoint that reads no body, taught to read forms.
    public static Route added(Route route) {
        return new Route(
                route.methods(),
                route.pattern(),
                MAX_FORM_BYTES,
                route.tenantRule(),
                route.errorFormat(),
                call -> handle(route, call));
    }

    private static HttpReply handle(Route route, HttpCall call) throws Exception {
        boolean isForm = call.method().equals("POST")
                && call.header("Content-Type").toLowerCase(Locale.ROOT).startsWith(FORM);
        if (!isForm || call.body().length == 0) {
            return route.handler().handle(call);
        }
        String form = new String(call.body(), StandardCharsets.UTF_8);
        return route.handler()
                .handle(new HttpCall(
                        call.caller(),
                        call.method(),
                        call.path(),
                        call.pathParameters(),
                        QueryParameters.parse(form + "&" + call.query().raw()),
                        new byte[0]));
    }
}
