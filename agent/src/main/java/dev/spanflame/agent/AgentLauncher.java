package dev.spanflame.agent;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Brings the agent into JVMs: the jar this class lies in becomes their agent. Results are exit statuses,
/// 0 where it was done, and what happened is told on standard output and standard error.
public final class AgentLauncher {
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";

    private AgentLauncher() {}

    /// Starts a command in whose JVMs the agent is from the start, and waits for its end; its exit
    /// status.
    public static int run(List<String> settings, List<String> command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        String arguments = settings.isEmpty() ? "" : "=" + String.join(",", settings);
        // in quotes, since a path may have spaces
        String agent = "\"-javaagent:" + jar() + arguments + "\"";
        environment.merge(OPTIONS, agent, (before, added) -> before + " " + added);
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return process.waitFor();
        } catch (IOException e) {
            System.err.println("spanflame-agent: " + e.getMessage());
            return 1;
        }
    }

    /// Attaches to all JVMs of this user but this one.
    public static int attachAll(List<String> settings) {
        int status = 0;
        try {
            List<?> machines =
                    (List<?>) Class.forName(MACHINE).getMethod("list").invoke(null);
            Method idOf = Class.forName(MACHINE + "Descriptor").getMethod("id");
            for (Object machine : machines) {
                String id = (String) idOf.invoke(machine);
                if (!id.equals(Long.toString(ProcessHandle.current().pid()))) {
                    status = Math.max(status, attach(id, settings));
                }
            }
            return status;
        } catch (ReflectiveOperationException | LinkageError e) {
            return refused("all", e);
        }
    }

    /// Attaches to a JVM. By reflection, since a JRE has no module `jdk.attach`.
    public static int attach(String pid, List<String> settings) {
        try {
            Class<?> type = Class.forName(MACHINE);
            Object machine = type.getMethod("attach", String.class).invoke(null, pid);
            try {
                Method load = type.getMethod("loadAgent", String.class, String.class);
                load.invoke(machine, jar(), String.join(",", settings));
            } finally {
                type.getMethod("detach").invoke(machine);
            }
            System.out.println("attached to " + pid);
            return 0;
        } catch (ReflectiveOperationException | LinkageError e) {
            return refused(pid, e);
        }
    }

    private static int refused(String pid, Throwable e) {
        Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
        String reason = cause instanceof ClassNotFoundException
                ? "this Java has no module jdk.attach: use a JDK"
                : cause.toString();
        System.err.println("spanflame-agent: not attached to " + pid + ": " + reason);
        return 1;
    }

    /// The agent's file, as `-javaagent` wants it.
    public static String jar() {
        try {
            return new File(AgentLauncher.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getAbsolutePath();
        } catch (URISyntaxException e) {
            return Path.of("spanflame-agent.jar").toAbsolutePath().toString();
        }
    }
}
