package dev.spanflame.agent;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Where a JVM enters the agent, at its start (`-javaagent`) or later (attach). Nothing is thrown from
/// here.
public final class Premain {
    private static final String LAUNCH = "dev.spanflame.agent.run.Launch";

    private Premain() {}

    /// Called by the JVM before `main`.
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    /// Called by the JVM when the agent is attached.
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    /// In a thread of its own: the host goes on at once.
    private static void start(@Nullable String arguments, Instrumentation instrumentation) {
        Thread thread = new Thread(null, new Start(arguments, instrumentation), "spanflame-start", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /// No lambda, which would cost the host some milliseconds when it is the first.
    private static final class Start implements Runnable {
        private final @Nullable String arguments;
        private final Instrumentation instrumentation;

        Start(@Nullable String arguments, Instrumentation instrumentation) {
            this.arguments = arguments;
            this.instrumentation = instrumentation;
        }

        @Override
        public void run() {
            launch(arguments, instrumentation);
        }
    }

    private static void launch(@Nullable String arguments, Instrumentation instrumentation) {
        try {
            ClassLoader loader = IsolatedLoader.ofAgent(instrumentation);
            BiConsumer<@Nullable String, Instrumentation> launch = IsolatedLoader.make(loader.loadClass(LAUNCH));
            launch.accept(arguments, instrumentation);
        } catch (Throwable e) {
            // an agent that does not start is no reason for its host not to
            Throwable cause = e.getCause() == null ? e : e.getCause();
            System.err.println("spanflame-agent: this process is not profiled: " + cause);
        }
    }
}
