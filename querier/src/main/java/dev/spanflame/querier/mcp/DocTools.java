package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.querier.mcp.Tool.Argument;
import dev.spanflame.querier.mcp.ToolAnswer.Kind;
import java.util.List;

/// The documentation as tools, which every assistant knows to call, and as resources.
final class DocTools {
    private static final String MARKDOWN = "text/markdown";
    private static final Kind PAGE = new Kind("documentation", "markdown", "1");

    private final Docs docs;

    DocTools(Docs docs) {
        this.docs = docs;
    }

    List<Tool> tools() {
        return List.of(
                new Tool(
                        "docs-traceql",
                        "How TraceQL is written. basic is enough for most searches; metrics for numbers.",
                        List.of(Argument.required("name", "Page")
                                .among("basic", "aggregates", "structural", "metrics")),
                        (_, given) -> page("traceql/" + given.text("name"))),
                new Tool(
                        "docs-config",
                        "How this server is configured. Begin with overview.",
                        List.of(Argument.required("name", "Page").among("overview", "reference")),
                        (_, given) -> page("config/" + given.text("name"))));
    }

    private ToolAnswer page(String path) {
        return new ToolAnswer(docs.text(path), PAGE, List.of(), false);
    }

    /// The result of `resources/list`.
    ObjectNode list() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode resources = result.putArray("resources");
        for (Docs.Page page : docs.pages()) {
            resources
                    .addObject()
                    .put("uri", page.uri())
                    .put("name", page.title())
                    .put("description", page.description())
                    .put("mimeType", MARKDOWN);
        }
        return result;
    }

    /// The result of `resources/read`.
    ObjectNode read(String uri) throws RpcFault {
        for (Docs.Page page : docs.pages()) {
            if (page.uri().equals(uri)) {
                ObjectNode result = JsonNodeFactory.instance.objectNode();
                result.putArray("contents")
                        .addObject()
                        .put("uri", uri)
                        .put("mimeType", MARKDOWN)
                        .put("text", page.text());
                return result;
            }
        }
        throw new RpcFault(RpcFault.RESOURCE_NOT_FOUND, "there is no such resource; resources/list names them");
    }
}
