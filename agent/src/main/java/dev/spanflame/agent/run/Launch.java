package dev.spanflame.agent.run;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What the agent's loader makes an object of, to start the agent by a plain call: with a text of agent
/// arguments, or a map of properties.
public final class Launch implements BiConsumer<Object, @Nullable Instrumentation> {
    /// Does nothing yet.
    public Launch() {}

    @Override
    public void accept(Object arguments, @Nullable Instrumentation instrumentation) {
        if (arguments instanceof String) {
            AgentRuntime.launch((String) arguments, instrumentation);
        } else {
            @SuppressWarnings("unchecked")
            Map<String, String> properties = (Map<String, String>) arguments;
            AgentRuntime.launch(properties);
        }
    }
}
