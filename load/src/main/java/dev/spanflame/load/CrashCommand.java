package dev.spanflame.load;

import dev.spanflame.load.crash.CrashCheck;
import dev.spanflame.load.crash.CrashResult;
import dev.spanflame.load.crash.CrashSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spanflame check crash`: the crash check on the command line.
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a server of its own, kills it by SIGKILL under load again and again, and looks for everything that",
            "was acknowledged. Prints one line of JSON; the exit code is 1 where something is lost or there twice."
        })
final class CrashCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final int IMPOSSIBLE = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rounds",
            defaultValue = "20",
            paramLabel = "N",
            description = "How often the server is killed; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Makes content and moments; 0, the default: another one each time.")
    private long seed;

    @Option(
            names = "--folder",
            defaultValue = "",
            paramLabel = "DIR",
            description = "Empty or missing folder for the server's data and log, which stay there; default: a new one"
                    + " in the folder for temporary files.")
    private String folder = "";

    @Option(
            names = "--span-senders",
            defaultValue = "3",
            paramLabel = "N",
            description = "Threads that send spans; default: ${DEFAULT-VALUE}.")
    private int spanSenders;

    @Option(
            names = "--profile-senders",
            defaultValue = "2",
            paramLabel = "N",
            description = "Threads that send profiles; default: ${DEFAULT-VALUE}.")
    private int profileSenders;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path place = folder.isEmpty() ? Files.createTempDirectory("spanflame-crash-") : Path.of(folder);
            err.println("data and log of the server are in " + place);
            CrashSettings settings = CrashSettings.of(place, rounds, seed == 0 ? System.nanoTime() : seed)
                    .withSenders(spanSenders, profileSenders)
                    .withProgress(line -> {
                        err.println(line);
                        err.flush();
                    });
            CrashResult result = CrashCheck.run(settings);
            PrintWriter out = spec.commandLine().getOut();
            out.println(result.json());
            out.flush();
            return result.isSound() ? 0 : BROKEN;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            err.println("the check could not be made: " + e.getMessage());
            err.flush();
            return IMPOSSIBLE;
        }
    }
}
