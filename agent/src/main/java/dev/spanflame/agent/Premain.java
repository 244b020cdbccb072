package dev.spanflame.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Where the agent is entered: by the JVM, at its start (`-javaagent`) or later (attach), or by code.
/// Nothing is thrown from here.
public final class Premain {
    private static final String LAUNCH = "dev.spanflame.agent.run.Launch";
    private static final AtomicReference<@Nullable Thread> LAST = new AtomicReference<>();

    private Premain() {}

    /// Called by the JVM before `main`.
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        begin(arguments == null ? "" : arguments, instrumentation);
    }

    /// Called by the JVM when the agent is attached.
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        begin(arguments == null ? "" : arguments, instrumentation);
    }

    /// Starts the agent by code, with these properties as settings, or null for those of the JVM. Where it
    /// runs it goes on as it is, and records again if it was stopped.
    public static void start(@Nullable Map<String, String> properties) {
        begin(properties == null ? Map.of() : Map.copyOf(properties), null);
    }

    /// Nothing is recorded from now on.
    public static void stop() {
        begin("enabled=false", null);
    }

    /// In a thread of its own: the host goes on at once. One after the other.
    private static void begin(Object arguments, @Nullable Instrumentation instrumentation) {
        Start start = new Start(arguments, instrumentation);
        Thread thread = new Thread(null, start, "spanflame-start", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        start.before = LAST.getAndSet(thread);
        thread.start();
    }

    /// No lambda, which would cost the host some milliseconds when it is the first.
    private static final class Start implements Runnable {
        private final Object arguments;
        private final @Nullable Instrumentation instrumentation;
        private @Nullable Thread before;

        Start(Object arguments, @Nullable Instrumentation instrumentation) {
            this.arguments = arguments;
            this.instrumentation = instrumentation;
        }

        @Override
        public void run() {
            try {
                if (before != null) {
                    before.join();
                    before = null;
                }
                launch(arguments, instrumentation);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void launch(Object arguments, @Nullable Instrumentation instrumentation) {
        try {
            ClassLoader loader = IsolatedLoader.ofAgent(instrumentation);
            BiConsumer<Object, @Nullable Instrumentation> launch = IsolatedLoader.make(loader.loadClass(LAUNCH));
            launch.accept(arguments, instrumentation);
        } catch (Throwable e) {
            // an agent that does not start is no reason for its host not to
            Throwable cause = e.getCause() == null ? e : e.getCause();
            System.err.println("spanflame-agent: this process is not profiled: " + cause);
        }
    }
}
