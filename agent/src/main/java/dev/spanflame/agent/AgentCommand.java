package dev.spanflame.agent;

import java.util.Arrays;
import java.util.List;

/// The agent's jar as a program: `attach` to JVMs that run, or `run` a command whose JVMs are profiled.
public final class AgentCommand {
    private static final String USAGE = String.join(
            System.lineSeparator(),
            "Usage: java -jar spanflame-agent.jar attach <pid>|--all [setting=value ...]",
            "       java -jar spanflame-agent.jar run [setting=value ...] -- command ...",
            "",
            "attach  profiles a JVM that runs, or all of the same user, from now on; a second time it changes settings",
            "run     starts a command in whose JVMs the agent is from the start");

    private AgentCommand() {}

    /// Exit status 0 when it was done, 1 when not, 2 when it is not clear what is wanted; the command's
    /// own for `run`.
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        if (arguments.size() >= 2 && arguments.get(0).equals("attach")) {
            List<String> settings = arguments.subList(2, arguments.size());
            String pid = arguments.get(1);
            return pid.equals("--all") ? AgentLauncher.attachAll(settings) : AgentLauncher.attach(pid, settings);
        }
        int dashes = arguments.indexOf("--");
        if (dashes >= 1 && arguments.get(0).equals("run") && dashes + 1 < arguments.size()) {
            return AgentLauncher.run(arguments.subList(1, dashes), arguments.subList(dashes + 1, arguments.size()));
        }
        System.err.println(USAGE);
        return 2;
    }
}
