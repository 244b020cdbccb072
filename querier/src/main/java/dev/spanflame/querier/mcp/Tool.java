package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.proto.edge.Caller;
import java.io.IOException;
import java.util.List;

/// Something that an assistant may call. All of them only read.
record Tool(String name, String description, List<Argument> arguments, Action action) {
    Tool {
        arguments = List.copyOf(arguments);
    }

    /// Answers calls.
    @FunctionalInterface
    interface Action {
        /// Answers one call; throws [dev.spanflame.model.BackendException] for what it cannot answer.
        ToolAnswer answer(Caller caller, Arguments given) throws IOException;
    }

    /// An argument; `allowed` are its values where only some make sense.
    record Argument(String name, String type, boolean required, String description, List<String> allowed) {
        static Argument text(String name, String description) {
            return new Argument(name, "string", false, description, List.of());
        }

        static Argument required(String name, String description) {
            return new Argument(name, "string", true, description, List.of());
        }

        static Argument count(String name, String description) {
            return new Argument(name, "integer", false, description, List.of());
        }

        Argument among(String... values) {
            return new Argument(name, type, required, description, List.of(values));
        }
    }

    ToolAnswer call(Caller caller, Arguments given) throws IOException {
        given.check(arguments);
        return action.answer(caller, given);
    }

    /// How `tools/list` tells of it.
    ObjectNode declaration() {
        ObjectNode tool =
                JsonNodeFactory.instance.objectNode().put("name", name).put("description", description);
        ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Argument argument : arguments) {
            ObjectNode property = properties
                    .putObject(argument.name)
                    .put("type", argument.type)
                    .put("description", argument.description);
            if (!argument.allowed.isEmpty()) {
                argument.allowed.forEach(property.putArray("enum")::add);
            }
        }
        List<String> required = arguments.stream()
                .filter(Argument::required)
                .map(Argument::name)
                .toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        schema.put("additionalProperties", false);
        tool.putObject("annotations")
                .put("readOnlyHint", true)
                .put("destructiveHint", false)
                .put("idempotentHint", true)
                .put("openWorldHint", false);
        return tool;
    }
}
