package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.server.edge.Admission;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.ErrorReply;
import dev.spanflame.server.edge.Printable;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.RequestPath;
import dev.spanflame.server.edge.RouteTable;
import dev.spanflame.server.edge.Service;
import dev.spanflame.server.edge.TenantResolver;
import java.util.List;
import java.util.Optional;

/// Answers HTTP requests by a listener's [Route]s. Takes every request: what has no route is a 404.
public final class RouteService implements Service {
    private final RouteTable routes;
    private final TenantResolver tenants;
    private final BodyInflater inflater;
    private final EdgeMeters meters;
    private final String hint;

    /// `hint` ends the text of every 404: a sentence that names the paths of this port.
    public RouteService(
            List<Route> routes, TenantResolver tenants, BodyInflater inflater, EdgeMeters meters, String hint) {
        this.routes = new RouteTable(routes);
        this.tenants = tenants;
        this.inflater = inflater;
        this.meters = meters;
        this.hint = hint;
    }

    @Override
    public Optional<Admission> admit(RequestHead head) {
        RequestPath target;
        try {
            target = RequestPath.parse(head.target());
        } catch (BackendException e) {
            return Optional.of(Admission.refuse(RouteWork.unrouted(meters), e));
        }
        return Optional.of(
                switch (routes.find(head.method(), target.path())) {
                    case RouteTable.Found.Match match -> matched(head, target, match);
                    case RouteTable.Found.WrongMethod(Route route, String allow) ->
                        Admission.refuse(
                                RouteWork.wrongMethod(route, meters, allow),
                                ErrorReply.wrongMethod(head.method(), route.pattern(), allow));
                    case RouteTable.Found.Nothing() ->
                        Admission.refuse(RouteWork.unrouted(meters), nothingHere(head.method(), target.path()));
                });
    }

    private Admission matched(RequestHead head, RequestPath target, RouteTable.Found.Match match) {
        RouteWork.Call call = new RouteWork.Call(match, target, head.header("Content-Encoding"));
        try {
            List<Tenant> allowed = tenants.resolve(head.headers(), match.route().tenantRule());
            QueryParameters query = QueryParameters.parse(target.rawQuery());
            if (match.route().maxBodyBytes() > 0) {
                inflater.check(call.coding());
            }
            return Admission.take(new RouteWork(call, inflater, meters, allowed, query));
        } catch (BackendException e) {
            return Admission.refuse(new RouteWork(call, inflater, meters, List.of(), QueryParameters.EMPTY), e);
        }
    }

    private BackendException nothingHere(String method, String path) {
        return new BackendException(
                ErrorKind.NOT_FOUND,
                "unknown_path",
                "nothing is at " + Printable.text(method, 32) + " " + Printable.text(path, 200) + "; " + hint);
    }
}
