package dev.spanflame.querier.pyroscope.tenant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.proto.capabilities.v1.FeatureFlag;
import dev.spanflame.proto.capabilities.v1.GetFeatureFlagsRequest;
import dev.spanflame.proto.capabilities.v1.GetFeatureFlagsResponse;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.version.v1.VersionRequest;
import dev.spanflame.proto.version.v1.VersionResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// What the server says of itself to Pyroscope's clients. Immutable.
final class ServerFacts {
    /// The Pyroscope whose API this is; clients switch features on by it.
    private static final String PYROSCOPE_VERSION = "2.0.0";

    private static final long QUERIER_API = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private final String version;

    ServerFacts(String version) {
        this.version = version;
    }

    List<Route> routes() {
        return List.of(new Route(
                Set.of("GET"),
                "/api/v1/status/buildinfo",
                0,
                Route.TenantRule.NONE,
                Route.ErrorFormat.CONNECT,
                this::buildInfo));
    }

    private HttpReply buildInfo(HttpCall call) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", "success");
            json.writeObjectFieldStart("data");
            json.writeStringField("version", PYROSCOPE_VERSION);
            json.writeStringField("spanflameVersion", version);
            for (String unknown : List.of("revision", "branch", "buildUser", "buildDate", "goVersion")) {
                json.writeStringField(unknown, "");
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return HttpReply.json(out.toByteArray());
    }

    GetFeatureFlagsResponse flags(Caller caller, GetFeatureFlagsRequest request) {
        return GetFeatureFlagsResponse.newBuilder()
                .addFeatureFlags(FeatureFlag.newBuilder()
                        .setName("utf8LabelNames")
                        .setEnabled(true)
                        .setDescription("Label names may hold any character; a caller is shown such names when its"
                                + " Accept header says allow-utf8-labelnames=true"))
                .build();
    }

    VersionResponse version(Caller caller, VersionRequest request) {
        return VersionResponse.newBuilder().setQuerierAPI(QUERIER_API).build();
    }
}
