package dev.spanflame.tests.campaign;

import dev.spanflame.load.crash.CrashCheck;
import dev.spanflame.load.crash.CrashResult;
import dev.spanflame.load.crash.CrashSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The server as users start it, under load, killed by SIGKILL at random moments, ten times in a round.
final class SigkillCampaign implements Campaign {
    private static final int KILLS = 10;
    private static final long READY_MILLIS = 2_000;
    private static final long REPLAY_BYTES_PER_MILLI = 200_000;

    private final Path program;

    /// `program` is what is started with `server --config FILE`.
    SigkillCampaign(Path program) {
        this.program = program;
    }

    @Override
    public long rounds() {
        return 100;
    }

    @Override
    public Figures round(long number, Path folder) throws IOException, InterruptedException {
        CrashResult result = CrashCheck.run(
                CrashSettings.of(folder.resolve("data"), KILLS, number).withProgram(List.of(program.toString())));
        Figures figures = new Figures();
        figures.add(result.spans());
        figures.add(result.profiles());
        figures.explain(result.examples());
        figures.add("kills", KILLS).add("kills at start", result.startKills()).add("flushes", result.flushes());
        for (CrashResult.Start start : result.starts()) {
            long millis = start.untilReady().toMillis();
            figures.time("ready ms", millis);
            figures.add("late", millis > READY_MILLIS + start.logBytes() / REPLAY_BYTES_PER_MILLI ? 1 : 0);
        }
        return figures;
    }
}
