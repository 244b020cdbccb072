package dev.spanflame.tests.syscalls;

import dev.spanflame.block.log.ManualClock;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.tests.campaign.Campaign;
import dev.spanflame.tests.campaign.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The storage core with a fault at one of its system calls: for every call that changes the data, in the order of
/// [TracedScript], one round, in which the process is killed there, then the call fails by EIO, then by ENOSPC. After
/// each of them the data is opened again and compared with what was acknowledged, as it lies, and once more after a
/// flush and a merge.
public final class SyscallCampaign implements Campaign {
    private final TracedScript script;
    private List<TracedScript.Position> positions = List.of();

    /// `place` is a folder for the first run, which finds the calls.
    public SyscallCampaign(Path place) {
        this.script = new TracedScript(place);
    }

    /// The calls that there are.
    public List<TracedScript.Position> positions() throws IOException, InterruptedException {
        if (positions.isEmpty()) {
            positions = script.positions();
        }
        return positions;
    }

    @Override
    public long rounds() throws IOException, InterruptedException {
        return positions().size();
    }

    @Override
    public Figures round(long number, Path folder) throws IOException, InterruptedException {
        TracedScript.Position position = positions().get((int) number - 1);
        Figures figures = new Figures();
        for (TracedScript.Fault fault : TracedScript.Fault.values()) {
            String name = position.call() + " " + position.number() + " " + fault;
            Path place = Files.createDirectories(folder.resolve(fault.name()));
            TracedScript.Run run = script.run(place, position, fault);
            figures.add(run.isHit() ? "hit" : "missed", 1);
            judge(name, place, run, figures);
        }
        return figures;
    }

    private static void judge(String name, Path place, TracedScript.Run run, Figures figures) throws IOException {
        Notes notes = new Notes(place.resolve(TracedScript.NOTES));
        if (!run.isKilled() && (!notes.isFinished() || run.status() != 0)) {
            figures.complain(name + ": the process ended with " + run.status() + ": " + run.output());
        }
        // as long after the last step as a restart takes
        ManualClock clock = new ManualClock(StorageCore.START.plus(StorageCore.RETENTION));
        try (StorageCore core = new StorageCore(place.resolve(TracedScript.DATA), new RealDisk(), clock, 99)) {
            Figures found = look(notes, core);
            core.ingester().ingester().flushAll();
            core.compactor().compactAll();
            Figures later = look(notes, core);
            if (!later.isSound()) {
                found = later;
            }
            found.complaints().replaceAll(what -> name + ": " + what);
            figures.add(found);
        } catch (IOException | RuntimeException e) {
            figures.complain(name + ": what was left cannot be opened: " + e);
        }
    }

    private static Figures look(Notes notes, StorageCore core) throws IOException {
        Figures figures = new Figures();
        figures.add(notes.ledger(Notes.Kind.SPAN), core.ingester().spanIds());
        figures.add(notes.ledger(Notes.Kind.PROFILE), core.ingester().profileValues());
        return figures;
    }
}
