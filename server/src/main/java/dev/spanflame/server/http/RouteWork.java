package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.Faults;
import dev.spanflame.server.edge.RequestPath;
import dev.spanflame.server.edge.RouteTable.Found.Match;
import dev.spanflame.server.edge.Work;
import java.util.List;

/// One request for a [Route]: inflates the body, calls the handler, sends what it answers.
final class RouteWork implements Work {
    /// What the head of the request said.
    record Call(Match match, RequestPath target, String coding) {}

    private final Call call;
    private final BodyInflater inflater;
    private final EdgeMeters meters;
    private final List<Tenant> tenants;
    private final QueryParameters query;

    RouteWork(Call call, BodyInflater inflater, EdgeMeters meters, List<Tenant> tenants, QueryParameters query) {
        this.call = call;
        this.inflater = inflater;
        this.meters = meters;
        this.tenants = tenants;
        this.query = query;
    }

    private Route route() {
        return call.match().route();
    }

    @Override
    public BodyLimit body() {
        boolean coded = !BodyInflater.isIdentity(call.coding());
        return route().spool().isPresent() && !coded
                ? BodyLimit.spooled(route().maxBodyBytes(), route().spool().get())
                : BodyLimit.plain(route().maxBodyBytes(), coded);
    }

    @Override
    public void run(Exchange exchange, Body body) {
        EdgeMeters.Timing timing = meters.begin(exchange.head(), "http", route().pattern(), tenants);
        HttpAnswer answer = new HttpAnswer(exchange, meters, route().pattern());
        try {
            byte[] content = content(exchange, body);
            Caller caller = new Caller(tenants, exchange.head().headers(), exchange::cancelled);
            HttpCall asked = new HttpCall(
                    caller,
                    call.match().method(),
                    call.target().path(),
                    call.match().parameters(),
                    query,
                    content,
                    body.spooled().map(Body.Spooled::await));
            Notes notes = timing.notes();
            notes.run(() -> answer.send(notes.on(route().handler().handle(asked))));
        } catch (Throwable e) {
            answer.fail(Faults.of(e, route().pattern()), route().errorFormat());
        } finally {
            timing.end();
        }
    }

    private byte[] content(Exchange exchange, Body body) {
        int max = route().maxBodyBytes();
        return max == 0 ? body.bytes() : inflater.content(call.coding(), body.bytes(), max, exchange.memory());
    }

    @Override
    public void refuse(Exchange exchange, BackendException error) {
        new HttpAnswer(exchange, meters, route().pattern()).fail(error, route().errorFormat());
    }

    /// Work of a request that fits no route.
    static Work unrouted(EdgeMeters meters) {
        return Work.refusing(
                (exchange, error) -> new HttpAnswer(exchange, meters, "none").fail(error, ErrorFormat.TEXT));
    }

    /// Work of a request whose method does not fit.
    static Work wrongMethod(Route route, EdgeMeters meters, String allow) {
        return Work.refusing((exchange, error) -> {
            HttpAnswer answer = new HttpAnswer(exchange, meters, route.pattern());
            answer.header("Allow", allow);
            answer.fail(error, route.errorFormat());
        });
    }
}
