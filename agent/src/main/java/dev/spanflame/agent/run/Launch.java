package dev.spanflame.agent.run;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What the agent's loader makes an object of, to start the agent by a plain call.
public final class Launch implements BiConsumer<@Nullable String, Instrumentation> {
    /// Does nothing yet.
    public Launch() {}

    @Override
    public void accept(@Nullable String arguments, Instrumentation instrumentation) {
        AgentRuntime.launch(arguments, instrumentation);
    }
}
