package dev.spanflame.agent.log;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lines on standard error. No logging framework: the host's would be another one, and may be one that is
/// profiled. Safe for any thread.
public final class AgentLog {
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");

    private final int level;
    private final PrintStream out;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// From a level on, `trace` to `error`; `off` and `none` for nothing.
    public AgentLog(String level, PrintStream out) {
        int found = LEVELS.indexOf(level);
        this.level = found < 0 ? LEVELS.size() - 1 : found;
        this.out = out;
    }

    /// For who looks for a mistake.
    public void debug(String text) {
        tell("debug", text);
    }

    /// For operators.
    public void info(String text) {
        tell("info", text);
    }

    /// Something is lost or not as wished.
    public void warn(String text) {
        tell("warn", text);
    }

    /// A warning the first time something of this name happens.
    public void once(String name, String text) {
        if (told.add(name)) {
            warn(text);
        }
    }

    private void tell(String name, String text) {
        if (LEVELS.indexOf(name) >= level) {
            out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + name + " spanflame-agent " + text);
        }
    }
}
