package dev.spanflame.agent;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The agent's jar as a program: `attach` to JVMs that run, or `run` a command whose JVMs are profiled.
public final class AgentCommand {
    private static final String USAGE = String.join(
            System.lineSeparator(),
            "Usage: java -jar spanflame-agent.jar attach <pid>|--all [setting=value,...]",
            "       java -jar spanflame-agent.jar run [setting=value,...] -- command ...",
            "",
            "attach  profiles a JVM that runs, or all of the same user, from now on; a second time it changes settings",
            "run     starts a command in whose JVMs the agent is from the start");
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

    private AgentCommand() {}

    /// Exit status 0 when it was done, 1 when not, 2 when it is not clear what is wanted; the command's
    /// own for `run`.
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(Arrays.asList(arguments)));
    }

    static int run(List<String> arguments) throws InterruptedException {
        if (arguments.size() >= 2 && arguments.get(0).equals("attach")) {
            String settings = String.join(",", arguments.subList(2, arguments.size()));
            return arguments.get(1).equals("--all") ? attachAll(settings) : attach(arguments.get(1), settings);
        }
        int dashes = arguments.indexOf("--");
        if (dashes >= 1 && arguments.get(0).equals("run") && dashes + 1 < arguments.size()) {
            return start(arguments.subList(1, dashes), arguments.subList(dashes + 1, arguments.size()));
        }
        System.err.println(USAGE);
        return 2;
    }

    private static int start(List<String> settings, List<String> command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        String agent = "\"-javaagent:" + jar() + (settings.isEmpty() ? "" : "=" + String.join(",", settings)) + "\"";
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

    private static int attachAll(String settings) {
        int status = 0;
        try {
            List<?> machines = (List<?>) Class.forName("com.sun.tools.attach.VirtualMachine")
                    .getMethod("list")
                    .invoke(null);
            for (Object machine : machines) {
                String id = (String) Class.forName("com.sun.tools.attach.VirtualMachineDescriptor")
                        .getMethod("id")
                        .invoke(machine);
                if (!id.equals(Long.toString(ProcessHandle.current().pid()))) {
                    status = Math.max(status, attach(id, settings));
                }
            }
            return status;
        } catch (ReflectiveOperationException | LinkageError e) {
            return refused("all", e);
        }
    }

    /// By reflection, since a JRE has no module `jdk.attach`.
    private static int attach(String pid, String settings) {
        try {
            Class<?> type = Class.forName("com.sun.tools.attach.VirtualMachine");
            Object machine = type.getMethod("attach", String.class).invoke(null, pid);
            try {
                Method load = type.getMethod("loadAgent", String.class, String.class);
                load.invoke(machine, jar(), settings);
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

    private static String jar() {
        try {
            return new File(AgentCommand.class
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
