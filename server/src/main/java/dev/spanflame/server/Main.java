package dev.spanflame.server;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Entry of the program: `spanflame <command> [options]`.
public final class Main {
    private Main() {}

    /// Runs the command that `arguments` name and ends the process with its exit code.
    public static void main(String[] arguments) {
        int code = commands().execute(arguments);
        // a server goes on in its own threads after its command returned well
        if (code != ServerCommand.RUNNING) {
            System.exit(code);
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
        return new CommandLine(main);
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
