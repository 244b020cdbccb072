package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.model.Hex;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.mcp.Arguments.Range;
import dev.spanflame.querier.mcp.Endpoints.Request;
import dev.spanflame.querier.mcp.Tool.Argument;
import dev.spanflame.querier.mcp.ToolAnswer.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The tools about profiles.
final class ProfileTools {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    private static final int MOST_NODES = 2_000;
    private static final int NODES = 150;
    private static final int MOST_FUNCTIONS = 500;
    private static final int FUNCTIONS = 30;
    /// Profiles are uploaded in pieces of some seconds, which begin before the span does.
    private static final long AROUND_NANOS = 60_000_000_000L;

    private static final Argument TYPE = Argument.text(
            "profile_type",
            "Id of a profile type such as memory:alloc_space:bytes:space:bytes; " + CPU + " if left out");
    private static final Argument SELECTOR =
            Argument.text("selector", "Which profiles, such as {service_name=\"shop\"}; all if left out");
    private static final Argument START =
            Argument.text("start", "Start of the time, RFC 3339. One hour before the end if left out.");
    private static final Argument END = Argument.text("end", "End of the time, RFC 3339. Now if left out.");

    private final Endpoints endpoints;

    ProfileTools(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    List<Tool> tools() {
        Argument nodes = Argument.count(
                "max_nodes", "Functions of the tree, " + NODES + " if left out, " + MOST_NODES + " at most");
        Argument limit =
                Argument.count("limit", "Functions, " + FUNCTIONS + " if left out, " + MOST_FUNCTIONS + " at most");
        return List.of(
                new Tool(
                        "flamegraph",
                        "Where programs spend CPU, memory or other resources: merged stacks of profiles as a tree, each"
                                + " function with its share in total and on its own.",
                        List.of(TYPE, SELECTOR, START, END, nodes),
                        this::flameGraph),
                new Tool(
                        "top-functions",
                        "The functions with the largest values of their own, whatever calls them.",
                        List.of(TYPE, SELECTOR, START, END, limit),
                        this::topFunctions),
                new Tool(
                        "flame-diff",
                        "Which functions take a larger or smaller share of the compared profiles than of the base.",
                        List.of(
                                TYPE,
                                Argument.text("base_selector", "Profiles of the base"),
                                Argument.text("compare_selector", "Profiles compared with it"),
                                Argument.text("base_start", "Start of the base's time, RFC 3339"),
                                Argument.text("base_end", "End of the base's time"),
                                Argument.text("compare_start", "Start of the other's time, RFC 3339"),
                                Argument.text("compare_end", "End of the other's time"),
                                limit),
                        this::diff),
                new Tool(
                        "profile-for-span",
                        "The flame graph of one span, or of all spans of a trace, from the samples that carry their"
                                + " ids.",
                        List.of(
                                Argument.required("trace_id", "Trace id, hexadecimal"),
                                Argument.text("span_id", "Span id, hexadecimal; all spans if left out"),
                                TYPE,
                                nodes),
                        this::span));
    }

    private ToolAnswer flameGraph(Caller caller, Arguments given) throws IOException {
        Request request = render(given, "selector", given.range("start", "end"), "folded", nodes(given));
        String folded = endpoints.text(caller, request);
        return tree(caller, given, folded, given.range("start", "end"));
    }

    private static int nodes(Arguments given) {
        return given.count("max_nodes", NODES, MOST_NODES);
    }

    private static Request render(Arguments given, String selector, Range range, String format, int nodes) {
        return Request.get(
                "/pyroscope/render",
                "query",
                type(given) + given.text(selector, "{}"),
                "from",
                nanos(range.start()),
                "until",
                nanos(range.end()),
                "format",
                format,
                "max-nodes",
                Integer.toString(nodes));
    }

    private static String type(Arguments given) {
        return given.text("profile_type", CPU);
    }

    private static String nanos(Instant time) {
        return Long.toString(TimeRange.nanosOf(time));
    }

    private ToolAnswer tree(Caller caller, Arguments given, String folded, Range range) throws IOException {
        StackText.Tree tree = StackText.of(folded, ToolAnswer.MAX_CHARS);
        List<String> notes = new ArrayList<>();
        if (tree.total() == 0) {
            notes.add(whatThereIs(caller, range));
        }
        if (tree.hidden() > 0) {
            notes.add("The answer was shortened; left out are " + tree.hidden()
                    + " functions. A smaller max_nodes or a selector shows the largest ones alone.");
        }
        notes.add(ToolAnswer.DATA_NOTE);
        String head = "profile type " + type(given) + ", total " + tree.total() + "\n";
        return ToolAnswer.ofData(head + tree.text(), new Kind("flame-graph", "text", "1"), notes);
    }

    /// What could be asked for instead of what is not there.
    private String whatThereIs(Caller caller, Range range) throws IOException {
        return "No samples were found. Profile types of that time: " + values(caller, "__name__", range)
                + "; services: " + values(caller, "service_name", range);
    }

    private String values(Caller caller, String label, Range range) throws IOException {
        Request request = Request.get(
                "/pyroscope/label-values", "label", label, "from", nanos(range.start()), "until", nanos(range.end()));
        JsonNode values = JSON.readTree(endpoints.text(caller, request));
        return ShortJson.of(values, 2_000).text();
    }

    private ToolAnswer topFunctions(Caller caller, Arguments given) throws IOException {
        int limit = given.count("limit", FUNCTIONS, MOST_FUNCTIONS);
        Range range = given.range("start", "end");
        JsonNode table = functions(caller, render(given, "selector", range, "functions", limit));
        List<String> notes = new ArrayList<>();
        if (table.path("functions").isEmpty()) {
            notes.add(whatThereIs(caller, range));
        }
        return table(table, given, notes);
    }

    private JsonNode functions(Caller caller, Request request) throws IOException {
        return JSON.readTree(endpoints.text(caller, request)).path("functions");
    }

    private ToolAnswer diff(Caller caller, Arguments given) throws IOException {
        int limit = given.count("limit", FUNCTIONS, MOST_FUNCTIONS);
        Range before = given.range("base_start", "base_end");
        Range after = given.range("compare_start", "compare_end");
        ObjectNode changes = FunctionChanges.of(
                functions(caller, render(given, "base_selector", before, "functions", 8_192)),
                functions(caller, render(given, "compare_selector", after, "functions", 8_192)),
                limit);
        List<String> notes = new ArrayList<>();
        if (changes.path("baseTotal").asLong() == 0) {
            notes.add("Base: " + whatThereIs(caller, before));
        }
        if (changes.path("compareTotal").asLong() == 0) {
            notes.add("Compared: " + whatThereIs(caller, after));
        }
        return table(changes, given, notes);
    }

    private static ToolAnswer table(JsonNode table, Arguments given, List<String> notes) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("profileType", type(given));
        table.properties().forEach(field -> answer.set(field.getKey(), field.getValue()));
        ShortJson.Shortened text = ShortJson.of(answer, ToolAnswer.MAX_CHARS);
        text.missing().ifPresent(missing -> notes.add(missing + " A smaller limit shows the first alone."));
        notes.add(ToolAnswer.DATA_NOTE);
        return ToolAnswer.ofData(text.text(), new Kind("functions", "json", "1"), notes);
    }

    private ToolAnswer span(Caller caller, Arguments given) throws IOException {
        TraceId trace = TraceId.parse(given.text("trace_id"));
        String query = "{ trace:id = \"" + trace.hex() + "\"" + spanCondition(given) + " }";
        Range range = around(caller, given, trace);
        Request request = Request.get(
                "/api/v2/flamegraph",
                "q",
                query,
                "type",
                type(given),
                "start",
                nanos(range.start()),
                "end",
                nanos(range.end()),
                "format",
                "folded",
                "max-nodes",
                Integer.toString(nodes(given)));
        return tree(caller, given, endpoints.text(caller, request), range);
    }

    private static String spanCondition(Arguments given) {
        String span = given.text("span_id");
        if (span.isEmpty()) {
            return "";
        }
        try {
            return " && span:id = \"" + Hex.of(Hex.parse(span, 0, span.length())) + '"';
        } catch (NumberFormatException _) {
            throw Arguments.refused("span_id is no hexadecimal number of at most 16 digits");
        }
    }

    /// From before the first span to after the last one.
    private Range around(Caller caller, Arguments given, TraceId trace) throws IOException {
        String span = spanCondition(given);
        Request request = span.isEmpty()
                ? Request.get("/api/v2/traces/{id}")
                : Request.get("/api/v2/traces/{id}", "q", "{ " + span.substring(4) + " }");
        JsonNode answer = JSON.readTree(endpoints.text(caller, request.at("id", trace.hex())));
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (JsonNode spans : answer.findValues("spans")) {
            for (JsonNode one : spans) {
                start = Math.min(start, one.path("startTimeUnixNano").asLong());
                end = Math.max(end, one.path("endTimeUnixNano").asLong());
            }
        }
        if (start > end) {
            throw Arguments.refused("no such span is stored; get-trace and traceql-search show which there are");
        }
        return new Range(
                Instant.ofEpochSecond(0, Math.max(0, start - AROUND_NANOS)),
                Instant.ofEpochSecond(0, end + AROUND_NANOS));
    }
}
