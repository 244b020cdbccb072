package dev.spanflame.agent.run;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.config.Sampling;
import dev.spanflame.agent.config.Setting;
import dev.spanflame.agent.context.ThreadContexts;
import dev.spanflame.agent.log.AgentLog;
import dev.spanflame.agent.send.Uploader;
import java.lang.instrument.Instrumentation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The agent in a JVM: two daemon threads, one that records and converts, one that sends. There is one at
/// a time.
///
/// Nothing here throws into the host. Safe for any thread.
public final class AgentRuntime implements AutoCloseable, Consumer<String>, BooleanSupplier, Runnable {
    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(2);
    private static final int STACK_BYTES = 512 * 1024;

    private static @Nullable AgentRuntime running;

    private final AgentLog log;
    private final RecordingLoop loop;
    private final Uploader uploader;
    private final Thread recording;
    private final Thread sending;

    private AgentRuntime(AgentOptions options, @Nullable Instrumentation instrumentation, AgentLog log) {
        this.log = log;
        this.uploader = new Uploader(options, this, log);
        this.loop = new RecordingLoop(options, uploader, new SpanTracking(instrumentation, log), log);
        loop.afterProfiles(this);
        this.recording = daemon("spanflame-agent", loop);
        this.sending = daemon("spanflame-upload", uploader);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, STACK_BYTES, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /// Called when the JVM starts with the agent, and when it is attached. A second time `arguments`
    /// change what can be changed.
    public static synchronized void launch(String arguments, @Nullable Instrumentation instrumentation) {
        AgentRuntime before = running;
        if (before != null) {
            before.change(arguments);
            return;
        }
        launch(AgentOptions.of(arguments, strings(System.getProperties()), System.getenv()), instrumentation);
    }

    /// Called by code with properties, none for those of the JVM. An agent that runs goes on as it is, and
    /// records again if it was told not to.
    public static synchronized void launch(Map<String, String> properties) {
        AgentRuntime before = running;
        if (before != null) {
            before.change("enabled=true");
        } else if (properties.isEmpty()) {
            launch("", null);
        } else {
            launch(AgentOptions.of("", properties, Map.of()), null);
        }
    }

    private static void launch(AgentOptions options, @Nullable Instrumentation instrumentation) {
        if (!options.sampling().enabled()) {
            return;
        }
        AgentRuntime runtime = create(options, instrumentation);
        Thread end = new Thread(null, runtime, "spanflame-shutdown", STACK_BYTES, false);
        try {
            Runtime.getRuntime().addShutdownHook(end);
        } catch (IllegalStateException e) {
            // the host has ended already
            return;
        }
        runtime.begin();
    }

    /// Starts the agent inside a program, and returns at once. Virtual threads are not followed: that
    /// needs a `-javaagent`.
    public static synchronized AgentRuntime start(AgentOptions options) {
        AgentRuntime runtime = create(options, null);
        runtime.begin();
        return runtime;
    }

    private static AgentRuntime create(AgentOptions options, @Nullable Instrumentation instrumentation) {
        AgentLog log = new AgentLog(options.logLevel(), System.err);
        for (String problem : options.problems()) {
            log.warn(problem);
        }
        AgentRuntime runtime = new AgentRuntime(options, instrumentation, log);
        running = runtime;
        return runtime;
    }

    private void begin() {
        recording.start();
        sending.start();
    }

    private static Map<String, String> strings(Properties properties) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            found.put(name, properties.getProperty(name));
        }
        return found;
    }

    /// What a server answers, see [#change].
    @Override
    public void accept(String changes) {
        change(changes);
    }

    /// Enters the agent in JMX; whether there is no more to do.
    @Override
    public boolean getAsBoolean() {
        try {
            return AgentControl.register(this, log);
        } catch (LinkageError e) {
            log.debug("this JVM has no JMX: " + e);
            return true;
        }
    }

    /// The end of the JVM, see [#close].
    @Override
    public void run() {
        close();
    }

    /// Why nothing is recorded; empty while something is, and before the recording began.
    public Optional<String> problem() {
        return loop.problem();
    }

    /// What has been done so far.
    public AgentStatistics statistics() {
        return new AgentStatistics(loop, uploader);
    }

    /// What is sampled.
    public Sampling sampling() {
        return loop.wanted();
    }

    /// Changes what is sampled: `interval=20ms` or several of these with commas between. What cannot be
    /// changed, or is wrong, is told in the log and left as it was.
    public void change(String changes) {
        Sampling changed = loop.wanted();
        for (String piece : changes.split(",")) {
            int equals = piece.indexOf('=');
            Optional<Setting> setting = equals < 0
                    ? Optional.empty()
                    : Setting.of(piece.substring(0, equals).trim());
            Sampling before = changed;
            Optional<Sampling> next = setting.isEmpty()
                    ? Optional.empty()
                    : before.with(setting.get(), piece.substring(equals + 1).trim());
            if (next.isPresent()) {
                changed = next.get();
            } else if (!piece.trim().isEmpty()) {
                log.once(
                        piece,
                        "\"" + piece
                                + "\" is not a change that can be made while the agent runs, or has a value that is wrong");
            }
        }
        loop.change(changed);
    }

    /// Ends the recording, sends what is left for up to two seconds, and drops the rest. A second call
    /// does nothing.
    @Override
    public void close() {
        synchronized (AgentRuntime.class) {
            if (running == this) {
                running = null;
            }
        }
        try {
            loop.finish();
            recording.join(CLOSE_MILLIS);
            uploader.finish();
            if (!uploader.isFailing()) {
                sending.join(CLOSE_MILLIS);
            }
            uploader.abort();
            ThreadContexts.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            log.debug("the end was not as it should be: " + e);
        }
    }
}
