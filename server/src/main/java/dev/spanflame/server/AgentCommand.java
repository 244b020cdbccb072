package dev.spanflame.server;

import dev.spanflame.agent.AgentLauncher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `spanflame agent`: brings the profiling agent into JVMs.
final class AgentCommand {
    static final String NAME = "agent";

    private AgentCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description("Profiles JVMs and sends what it finds to a server.");
        spec.addSubcommand("attach", CommandSpec.forAnnotatedObject(new Attach()));
        CommandSpec run = CommandSpec.forAnnotatedObject(new Run());
        run.parser().stopAtPositional(true);
        spec.addSubcommand("run", run);
        return spec;
    }

    /// `spanflame agent attach`.
    @Command(
            name = "attach",
            mixinStandardHelpOptions = true,
            description = "Profiles a JVM that runs from now on. A second time it changes settings, as enabled=false.")
    private static final class Attach implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(arity = "0..1", paramLabel = "PID", description = "Number of the process.")
        private String pid = "";

        @Option(names = "--all", description = "All JVMs of this user.")
        private boolean all;

        @Option(names = "--set", paramLabel = "SETTING=VALUE", description = "A setting of the agent; any number.")
        private List<String> settings = new ArrayList<>();

        @Override
        public Integer call() {
            if (pid.isEmpty() != all) {
                throw new ParameterException(spec.commandLine(), "expected the number of a process, or --all");
            }
            return all ? AgentLauncher.attachAll(settings) : AgentLauncher.attach(pid, settings);
        }
    }

    /// `spanflame agent run`.
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Starts a command in whose JVMs the agent is from the start.")
    private static final class Run implements Callable<Integer> {
        @Option(names = "--set", paramLabel = "SETTING=VALUE", description = "A setting of the agent; any number.")
        private List<String> settings = new ArrayList<>();

        @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command and what belongs to it.")
        private List<String> command = new ArrayList<>();

        @Override
        public Integer call() throws InterruptedException {
            return AgentLauncher.run(settings, command);
        }
    }
}
