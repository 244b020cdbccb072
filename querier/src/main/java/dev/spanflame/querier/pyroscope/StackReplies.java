package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.arrow.ArrowField;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.arrow.ArrowType;
import dev.spanflame.querier.pyroscope.ProfileQueries.Asked;
import dev.spanflame.querier.pyroscope.export.CallTree;
import dev.spanflame.querier.pyroscope.export.DotGraph;
import dev.spanflame.querier.pyroscope.export.FoldedStacks;
import dev.spanflame.querier.pyroscope.export.FunctionTable;
import dev.spanflame.querier.pyroscope.export.HtmlFlameGraph;
import dev.spanflame.querier.pyroscope.export.PprofWriter;
import dev.spanflame.querier.pyroscope.export.Sandwich;
import dev.spanflame.querier.pyroscope.export.Speedscope;
import dev.spanflame.querier.pyroscope.export.TableJson;
import dev.spanflame.querier.pyroscope.export.TreeBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Merged stacks as replies in the formats that need no timeline.
final class StackReplies {
    private static final String BYTES = "application/octet-stream";

    private static final List<ArrowField> FUNCTIONS = List.of(
            new ArrowField("function", ArrowType.TEXT),
            new ArrowField("self", ArrowType.INT),
            new ArrowField("total", ArrowType.INT));

    private static final List<ArrowField> STACKS =
            List.of(new ArrowField("stack", ArrowType.TEXT), new ArrowField("value", ArrowType.INT));

    private final ProfileQueries queries;

    StackReplies(ProfileQueries queries) {
        this.queries = queries;
    }

    /// What is asked for beside the stacks: `format`, and for a sandwich its function.
    record Form(String format, String function, int maxNodes, int maxNodesOrMost) {
        static Form of(RenderParameters parameters) {
            return new Form(
                    parameters.query().firstOr("format", "json"),
                    parameters.query().firstOr("function", ""),
                    parameters.maxNodes(),
                    parameters.maxNodesOrMost());
        }
    }

    /// The reply in a format of this class; empty for JSON flame graphs and unknown formats.
    Optional<HttpReply> reply(Caller caller, Asked asked, Form form) throws IOException {
        ProfileType type = asked.selected().type();
        return Optional.ofNullable(
                switch (form.format()) {
                    case "dot" ->
                        text("text/vnd.graphviz", queries.stacks(caller, asked, forest -> DotGraph.of(forest, type)));
                    case "pprof" -> file(pprof(caller, asked, form), "profile.pb.gz");
                    case "folded", "collapsed" -> folded(caller, asked, form);
                    case "speedscope" ->
                        HttpReply.json(
                                tree(caller, asked, form, tree -> Speedscope.of(tree, type.id(), type.sampleUnit())));
                    case "html" ->
                        HttpReply.ok(
                                "text/html; charset=utf-8",
                                tree(
                                        caller,
                                        asked,
                                        form,
                                        tree -> HtmlFlameGraph.of(tree, type.id(), type.sampleUnit())));
                    case "tree" ->
                        HttpReply.ok(
                                BYTES,
                                queries.stacks(
                                        caller, asked, forest -> TreeBytes.of(CallTree.of(forest, form.maxNodes()))));
                    case "call-tree" -> HttpReply.json(tree(caller, asked, form, TableJson::callTree));
                    case "functions" -> functions(caller, asked, form);
                    case "sandwich" -> HttpReply.json(sandwich(caller, asked, form));
                    default -> null;
                });
    }

    /// A reply in text.
    static HttpReply text(String type, String text) {
        return HttpReply.ok(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A reply that browsers save.
    static HttpReply file(byte[] bytes, String name) {
        return HttpReply.ok(BYTES, bytes).withHeader("Content-Disposition", "attachment; filename=\"" + name + '"');
    }

    private byte[] pprof(Caller caller, Asked asked, Form form) throws IOException {
        TimeRange window = asked.selected().window().nanos();
        return queries.code(
                caller,
                asked,
                forest -> new PprofWriter(asked.selected().type(), window, PprofWriter.Shape.WHOLE)
                        .add(CallTree.of(forest, form.maxNodesOrMost()))
                        .gzip());
    }

    private HttpReply functions(Caller caller, Asked asked, Form form) throws IOException {
        return queries.stacks(caller, asked, forest -> {
            CallTree tree = CallTree.of(forest, MaxNodes.MOST);
            List<FunctionTable.Row> rows = FunctionTable.of(tree);
            return ArrowReply.isWanted(caller)
                    ? arrow(rows.subList(0, Math.min(form.maxNodes(), rows.size())), tree.total())
                    : HttpReply.json(TableJson.functions(rows, tree.total(), form.maxNodes()));
        });
    }

    private HttpReply folded(Caller caller, Asked asked, Form form) throws IOException {
        if (!ArrowReply.isWanted(caller)) {
            return text("text/plain; charset=utf-8", tree(caller, asked, form, FoldedStacks::of));
        }
        List<FoldedStacks.Row> rows = tree(caller, asked, form, FoldedStacks::rows);
        return ArrowReply.of(STACKS, Map.of(), out -> {
            for (FoldedStacks.Row row : rows) {
                out.text(0, row.stack());
                out.whole(1, row.value());
                out.endRow();
            }
        });
    }

    private static HttpReply arrow(List<FunctionTable.Row> rows, long total) {
        return ArrowReply.of(FUNCTIONS, Map.of("total", Long.toString(total)), out -> {
            for (FunctionTable.Row row : rows) {
                out.text(0, row.name());
                out.whole(1, row.self());
                out.whole(2, row.total());
                out.endRow();
            }
        });
    }

    private byte[] sandwich(Caller caller, Asked asked, Form form) throws IOException {
        if (form.function().isEmpty()) {
            throw BackendException.badRequest(
                    "missing_function", "format=sandwich needs a parameter 'function', the name of a function");
        }
        return queries.stacks(
                caller,
                asked,
                forest -> TableJson.sandwich(Sandwich.of(
                        CallTree.of(forest, MaxNodes.MOST), form.function(), form.maxNodes(), queries.forestBytes())));
    }

    @FunctionalInterface
    private interface Writer<T> {
        T write(CallTree tree) throws IOException;
    }

    private <T> T tree(Caller caller, Asked asked, Form form, Writer<T> writer) throws IOException {
        return queries.stacks(caller, asked, forest -> written(forest, form, writer));
    }

    private static <T> T written(Forest forest, Form form, Writer<T> writer) {
        try {
            return writer.write(CallTree.of(forest, form.maxNodes()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
    }
}
