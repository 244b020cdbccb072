package dev.spanflame.querier.tempo;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.edge.Route;
import java.util.List;
import java.util.Set;

/// What Grafana asks to see whether it talks to a Tempo, and to which.
final class StatusEndpoints {
    /// The Tempo whose API this is. Grafana switches features on by this number, so it is not our own version.
    private static final String TEMPO_VERSION = "2.9.0";

    private final BuildInfo build;

    StatusEndpoints(BuildInfo build) {
        this.build = build;
    }

    List<Route> routes() {
        return List.of(
                route("/api/echo", _ -> HttpReply.text(200, "echo")), route("/api/status/buildinfo", this::buildInfo));
    }

    private HttpReply buildInfo(HttpCall call) {
        Struct info = Struct.newBuilder()
                .putFields("version", text(TEMPO_VERSION))
                .putFields("spanflameVersion", text(build.version()))
                .putFields("revision", text(build.revision()))
                .putFields("branch", text(build.branch()))
                .putFields("buildDate", text(build.buildDate()))
                .putFields("buildUser", text(""))
                .putFields("goVersion", text(""))
                .build();
        return HttpReply.json(ProtoJson.print(info));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Route route(String pattern, Route.Handler handler) {
        return new Route(Set.of(), pattern, 0, Route.TenantRule.NONE, Route.ErrorFormat.TEXT, handler);
    }
}
