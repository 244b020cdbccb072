package io.pyroscope.javaagent;

import dev.spanflame.agent.Premain;
import io.pyroscope.javaagent.config.Config;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Starts this agent in the JVM it is called in, where no `-javaagent` did. Nothing is thrown, and the
/// caller does not wait. Spans of virtual threads need a `-javaagent`. Safe for any thread.
public class PyroscopeAgent {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    /// Has no state.
    public PyroscopeAgent() {}

    /// The agent is named by `-javaagent`.
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        if (STARTED.compareAndSet(false, true)) {
            Premain.premain(arguments, instrumentation);
        }
    }

    /// Starts it with the settings of properties, environment and file.
    public static void start() {
        if (STARTED.compareAndSet(false, true)) {
            Premain.start(null);
        }
    }

    /// Starts it with these settings alone. Where it runs it goes on as it is.
    public static void start(Config config) {
        if (STARTED.compareAndSet(false, true)) {
            Premain.start(config.properties());
        }
    }

    /// Nothing is recorded from now on; what was is sent.
    public static void stop() {
        if (STARTED.compareAndSet(true, false)) {
            Premain.stop();
        }
    }

    /// Whether it was started, and not stopped, by this class.
    public static boolean isStarted() {
        return STARTED.get();
    }
}
