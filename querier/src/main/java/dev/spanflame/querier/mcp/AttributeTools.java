package dev.spanflame.querier.mcp;

import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.mcp.Endpoints.Request;
import dev.spanflame.querier.mcp.Tool.Argument;
import dev.spanflame.querier.mcp.ToolAnswer.Kind;
import dev.spanflame.traceql.TraceQl;
import java.io.IOException;
import java.util.List;

/// The tools about names and values of attributes, with Tempo's names and arguments.
final class AttributeTools {
    private static final String LIMIT = "1000";

    private final Endpoints endpoints;

    AttributeTools(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    List<Tool> tools() {
        return List.of(
                new Tool(
                        "get-attribute-names",
                        "Names of attributes that TraceQL queries can use, by scope.",
                        List.of(Argument.text("scope", "One scope; all if left out")
                                .among("span", "resource", "event", "link", "instrumentation", "intrinsic")),
                        this::names),
                new Tool(
                        "get-attribute-values",
                        "Values of one attribute: those of resource.service.name are the services.",
                        List.of(
                                Argument.required("name", "Attribute with its scope, such as span.http.request.method"),
                                Argument.text(
                                        "filter-query",
                                        "A single TraceQL filter that spans must satisfy, such as"
                                                + " { resource.service.name = \"shop\" }")),
                        this::values));
    }

    private ToolAnswer names(Caller caller, Arguments given) throws IOException {
        Request request = Request.get("/api/v2/search/tags", "scope", given.text("scope"), "limit", LIMIT);
        return TraceTools.shortened(
                endpoints.text(caller, request),
                new Kind("attribute-names", "json", "2"),
                "A scope shows the names of it alone.");
    }

    private ToolAnswer values(Caller caller, Arguments given) throws IOException {
        String filter = given.text("filter-query");
        if (!filter.isBlank()) {
            // half a query is left out by the endpoint, which would answer another question here
            TraceQl.compile(TraceQl.parse(filter));
        }
        Request request = Request.get("/api/v2/search/tag/{name:*}/values", "q", filter, "limit", LIMIT)
                .at("name", given.text("name"));
        return TraceTools.shortened(
                endpoints.text(caller, request),
                new Kind("attribute-values", "json", "2"),
                "A filter-query leaves fewer values.");
    }
}
