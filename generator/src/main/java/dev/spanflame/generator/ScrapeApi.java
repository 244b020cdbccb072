package dev.spanflame.generator;

import dev.spanflame.generator.series.TextExposition;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.util.Set;

/// `GET /metrics/generator`: the series of a tenant for those who scrape instead of being written to.
public final class ScrapeApi {
    /// Path of the endpoint.
    public static final String PATH = "/metrics/generator";

    private final MetricsGenerator generator;

    /// Shows what `generator` has.
    public ScrapeApi(MetricsGenerator generator) {
        this.generator = generator;
    }

    /// The endpoint. OpenMetrics, which has exemplars, for those who accept it; the classic text
    /// format for others.
    public Route route() {
        return new Route(Set.of("GET"), PATH, 0, Route.TenantRule.ONE, Route.ErrorFormat.TEXT, this::scrape);
    }

    private HttpReply scrape(HttpCall call) {
        TextExposition page = generator.expose(
                call.caller().tenant(), call.header("Accept").contains("application/openmetrics-text"));
        return HttpReply.ok(page.contentType(), page.toByteArray());
    }
}
