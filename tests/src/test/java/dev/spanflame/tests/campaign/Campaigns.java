package dev.spanflame.tests.campaign;

import dev.spanflame.tests.syscalls.BlockDamageCampaign;
import dev.spanflame.tests.syscalls.SyscallCampaign;
import dev.spanflame.tests.syscalls.WalDamageCampaign;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bin/campaign`: runs the rounds of a campaign that its file does not have yet, and prints the sum of all.
@Command(
        name = "bin/campaign",
        mixinStandardHelpOptions = true,
        description = "Rounds of faults, summed over runs. The exit code is 1 where something acknowledged was lost,"
                + " doubled or answered wrongly.")
final class Campaigns implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "sigkill, syscalls, disk, s3, stopped, wal or blocks.")
    private String name = "";

    @Option(
            names = "--rounds",
            defaultValue = "0",
            paramLabel = "N",
            description = "Rounds there shall be, those of the file included; default: a whole campaign.")
    private long rounds;

    @Option(
            names = "--results",
            defaultValue = "",
            paramLabel = "FILE",
            description = "File with one line for each round, read first and added to; default:"
                    + " target/campaigns/NAME.jsonl.")
    private String results = "";

    @Option(names = "--fresh", description = "Begin anew: the file is removed first.")
    private boolean fresh;

    @Option(
            names = "--folder",
            defaultValue = "",
            paramLabel = "DIR",
            description = "Where the data of a round lies, and stays where it was not sound; default:"
                    + " target/campaigns/NAME.")
    private String folder = "";

    private Campaigns() {}

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Campaigns()).execute(arguments));
    }

    private static Map<String, Campaign> all(Path root) {
        return Map.of(
                "sigkill", new SigkillCampaign(root.resolve("bin/spanflame")),
                "disk", new DiskCampaign(),
                "stopped", new StoppedCampaign(),
                "s3", new BucketCampaign(),
                "wal", new WalDamageCampaign(),
                "blocks", new BlockDamageCampaign(),
                "syscalls", new SyscallCampaign(root.resolve("target/campaigns")));
    }

    @Override
    public Integer call() throws Exception {
        Path root = Path.of(System.getProperty("spanflame.root"));
        Campaign campaign = all(root).get(name);
        if (campaign == null) {
            Set<String> names = all(root).keySet();
            throw new ParameterException(spec.commandLine(), "no campaign " + name + "; there are " + names);
        }
        // what the storage core says of its troubles
        Logger.getLogger("").setLevel(Level.OFF);
        Path target = root.resolve("target/campaigns");
        Path file = results.isEmpty() ? target.resolve(name + ".jsonl") : Path.of(results);
        if (fresh) {
            Files.deleteIfExists(file);
        }
        return run(campaign, new ResultsFile(file), folder.isEmpty() ? target.resolve(name) : Path.of(folder));
    }

    private int run(Campaign campaign, ResultsFile file, Path place) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        SortedMap<Long, Figures> done = file.read();
        Figures sum = new Figures();
        done.values().forEach(sum::add);
        long wanted = rounds == 0 ? campaign.rounds() : rounds;
        for (long number = 1; number <= wanted; number++) {
            if (done.containsKey(number)) {
                continue;
            }
            Path data = Files.createDirectories(place).resolve("round-" + number);
            remove(data);
            Figures figures = campaign.round(number, Files.createDirectories(data));
            file.append(number, figures);
            sum.add(figures);
            if (figures.isSound()) {
                remove(data);
            }
            out.println("round " + number + " of " + wanted + ": " + figures);
            figures.complaints().forEach(what -> out.println("  " + what));
            out.flush();
        }
        out.println(name + ", " + Math.max(wanted, done.size()) + " rounds: " + sum);
        out.flush();
        return sum.isSound() && sum.sum(Figures.ACKNOWLEDGED) > 0 ? 0 : BROKEN;
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
