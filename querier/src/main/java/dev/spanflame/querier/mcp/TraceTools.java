package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.mcp.Arguments.Range;
import dev.spanflame.querier.mcp.Endpoints.Request;
import dev.spanflame.querier.mcp.Tool.Argument;
import dev.spanflame.querier.mcp.ToolAnswer.Kind;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tools about traces, with Tempo's names and arguments.
final class TraceTools {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS = 60;
    private static final String COMPOSED = "trace-summary-v0-composed";

    private static final Argument START = Argument.text(
            "start", "Start of the time, RFC 3339, such as 2026-01-31T14:00:00Z. One hour before the end if left out.");
    private static final Argument END = Argument.text("end", "End of the time, RFC 3339. Now if left out.");

    private final Endpoints endpoints;

    TraceTools(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    List<Tool> tools() {
        return List.of(
                new Tool(
                        "traceql-search",
                        "Finds traces by a TraceQL query, newest first. Read docs-traceql before the first query.",
                        List.of(Argument.required("query", "TraceQL query, such as { status = error }"), START, END),
                        this::search),
                new Tool(
                        "traceql-metrics-instant",
                        "One value per series for the whole time, by a TraceQL metrics query such as"
                                + " { status = error } | rate() by(resource.service.name). Enough for most questions"
                                + " about numbers.",
                        List.of(Argument.required("query", "TraceQL metrics query"), START, END),
                        (caller, given) ->
                                metrics(caller, given, "/api/metrics/query", new Kind("metrics-instant", "json", "1"))),
                new Tool(
                        "traceql-metrics-range",
                        "Series over time by a TraceQL metrics query, in about " + STEPS
                                + " steps. Take traceql-metrics-instant where one number is enough.",
                        List.of(Argument.required("query", "TraceQL metrics query"), START, END),
                        (caller, given) -> metrics(
                                caller, given, "/api/metrics/query_range", new Kind("metrics-range", "json", "1"))),
                new Tool(
                        "get-trace",
                        "One trace by its id. A large one is shortened to its failed and longest spans; filter-query"
                                + " chooses others.",
                        List.of(
                                Argument.required("trace_id", "Trace id, hexadecimal"),
                                Argument.text(
                                        "filter-query",
                                        "A single TraceQL filter such as { status = error } that spans must satisfy")),
                        this::trace),
                new Tool(
                        "trace-diff",
                        "What differs between two traces: a summary, with every change where there are few.",
                        diffArguments(),
                        this::diff));
    }

    private static List<Argument> diffArguments() {
        return List.of(
                Argument.required("base_trace_id", "Trace id of the base"),
                Argument.required("compare_trace_id", "Trace id of the trace that is compared with it"),
                Argument.text("base_start", "Not needed: start of the base's time, RFC 3339, with base_end"),
                Argument.text("base_end", "End of the same"),
                Argument.text("compare_start", "Not needed: start of the other's time, RFC 3339, with compare_end"),
                Argument.text("compare_end", "End of the same"),
                Argument.text("format", "Document; " + COMPOSED + " if left out")
                        .among(COMPOSED, "trace-summary-v0-native", "trace-patch-v0"));
    }

    private ToolAnswer search(Caller caller, Arguments given) throws IOException {
        if (isMetrics(given.text("query"))) {
            throw Arguments.refused("this is a TraceQL metrics query; call traceql-metrics-instant or"
                    + " traceql-metrics-range with it");
        }
        Range range = given.range("start", "end");
        Request request = Request.get(
                "/api/search",
                "q",
                given.text("query"),
                "start",
                Long.toString(range.start().getEpochSecond()),
                "end",
                Long.toString(ceil(range.end())));
        return shortened(
                endpoints.text(caller, request),
                new Kind("search-results", "json", "1"),
                "At most 20 traces are shown, the newest; a shorter time or more conditions show others.");
    }

    private static long ceil(Instant time) {
        return time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0);
    }

    private static boolean isMetrics(String query) {
        try {
            return TraceQl.parse(query).root() instanceof MetricsExpr;
        } catch (BackendException e) {
            throw new BackendException(e.kind(), e.reason(), e.text() + ". See the tool docs-traceql", e);
        }
    }

    private ToolAnswer metrics(Caller caller, Arguments given, String endpoint, Kind kind) throws IOException {
        if (!isMetrics(given.text("query"))) {
            throw Arguments.refused("this is a TraceQL search query; call traceql-search with it");
        }
        Range range = given.range("start", "end");
        long step = Math.max(
                1, Math.ceilDiv(Duration.between(range.start(), range.end()).toSeconds(), STEPS));
        List<String> parameters = new ArrayList<>(List.of(
                "q",
                given.text("query"),
                "start",
                range.start().toString(),
                "end",
                range.end().toString()));
        if (endpoint.endsWith("_range")) {
            parameters.addAll(List.of("step", Long.toString(step)));
        }
        return shortened(
                endpoints.text(caller, Request.get(endpoint, parameters.toArray(String[]::new))),
                kind,
                "Fewer series come from fewer fields in by(), from topk() or from more conditions.");
    }

    private ToolAnswer trace(Caller caller, Arguments given) throws IOException {
        String filter = given.text("filter-query");
        Request request =
                filter.isBlank() ? Request.get("/api/v2/traces/{id}") : Request.get("/api/v2/traces/{id}", "q", filter);
        JsonNode answer = JSON.readTree(endpoints.text(caller, request.at("id", given.text("trace_id"))));
        if (answer.path("trace").isEmpty()) {
            throw new BackendException(
                    ErrorKind.NOT_FOUND,
                    "trace_not_found",
                    "no trace " + given.text("trace_id")
                            + (filter.isBlank() ? " is stored" : " is stored that has spans for the filter"));
        }
        return shortened(
                answer, new Kind("trace", "json", "2"), "A filter-query such as { status = error } shows other spans.");
    }

    private ToolAnswer diff(Caller caller, Arguments given) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        side(given, body.putObject("base"), "base");
        side(given, body.putObject("compare"), "compare");
        body.put("format", given.text("format", COMPOSED));
        Request request = new Request("/api/v2/traces/diff", Map.of(), "", body.toString());
        return shortened(
                endpoints.text(caller, request),
                new Kind("trace-diff", "json", "2"),
                "The format trace-summary-v0-native has no list of changes.");
    }

    private static void side(Arguments given, ObjectNode side, String name) {
        side.put("traceId", given.text(name + "_trace_id"));
        Optional<Instant> start = given.time(name + "_start");
        Optional<Instant> end = given.time(name + "_end");
        if (start.isPresent() != end.isPresent()) {
            throw Arguments.refused(name + "_start and " + name + "_end come together or not at all");
        }
        start.ifPresent(time -> side.put("start", time.getEpochSecond()));
        end.ifPresent(time -> side.put("end", ceil(time)));
    }

    /// An answer of bounded length; `narrow` says how to see what was left out.
    static ToolAnswer shortened(String json, Kind kind, String narrow) throws IOException {
        return shortened(JSON.readTree(json), kind, narrow);
    }

    private static ToolAnswer shortened(JsonNode json, Kind kind, String narrow) throws IOException {
        ShortJson.Shortened text = ShortJson.of(json, ToolAnswer.MAX_CHARS);
        List<String> notes = new ArrayList<>();
        text.missing().ifPresent(missing -> notes.add(missing + " " + narrow));
        notes.add(ToolAnswer.DATA_NOTE);
        return ToolAnswer.ofData(text.text(), kind, notes);
    }
}
