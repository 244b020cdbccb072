package dev.spanflame.server;

import dev.spanflame.agent.AgentLauncher;
import dev.spanflame.load.CheckCommand;
import dev.spanflame.load.LoadCommand;
import dev.spanflame.load.demo.DemoCommand;
import dev.spanflame.load.demo.ServerAddresses;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.log.Logging;
import dev.spanflame.server.store.BlockCommand;
import dev.spanflame.server.store.CheckStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Entry of the program: `spanflame <command> [options]`.
public final class Main {
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
    private static final int MIN_CARRIERS = 32;

    private Main() {}

    /// Runs the command that `arguments` name and ends the process with its exit code.
    public static void main(String[] arguments) {
        shareProcessors();
        int code = commands().execute(arguments);
        // a server goes on in its own threads after its command returned well
        if (code != ServerCommand.RUNNING) {
            System.exit(code);
        }
    }

    /// Requests run in virtual threads, which give way only where they wait: on as many threads of the
    /// system as there are processors, a few long queries would keep uploads and `/ready` waiting until
    /// they end. With more threads than queries run at once the system shares the processors. Read when the
    /// first virtual thread begins.
    private static void shareProcessors() {
        if (System.getProperty(CARRIERS) == null) {
            int carriers = Math.max(MIN_CARRIERS, 2 * Runtime.getRuntime().availableProcessors());
            System.setProperty(CARRIERS, Integer.toString(carriers));
        }
    }

    /// All commands.
    static CommandLine commands() {
        CommandSpec main = CommandSpec.wrapWithoutInspection((Callable<Integer>) Main::nothing)
                .name("spanflame")
                .mixinStandardHelpOptions(true);
        main.version("spanflame " + version());
        main.usageMessage().description("A backend for distributed traces and continuous profiles.");
        main.addSubcommand(ServerCommand.NAME, new ServerCommand(Application::start).spec());
        main.addSubcommand(LoadCommand.NAME, LoadCommand.spec());
        main.addSubcommand(CheckCommand.NAME, CheckCommand.addTo(CheckStore.spec(new ConfiguredStore())));
        main.addSubcommand(BlockCommand.NAME, BlockCommand.spec(new ConfiguredStore()));
        main.addSubcommand(DemoCommand.NAME, DemoCommand.spec(Main::startForDemo, Path.of(AgentLauncher.jar())));
        main.addSubcommand(AgentCommand.NAME, AgentCommand.spec());
        main.addSubcommand(TrainCommand.NAME, TrainCommand.spec());
        return new CommandLine(main);
    }

    private static ServerAddresses startForDemo(List<String> arguments) throws IOException {
        Configuration configuration = ServerCommand.configuration(arguments);
        Logging.install(configuration.log().level(), System.err);
        Ports ports = Application.launch(configuration);
        return new ServerAddresses(
                ports.uri("otlp-grpc"), ports.uri("otlp-http"), ports.uri("query"), ports.uri("pyroscope"));
    }

    private static int nothing() {
        commands().usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }

    /// Version of the build, or `dev` outside of a jar.
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
