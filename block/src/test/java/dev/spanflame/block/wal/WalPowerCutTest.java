package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.disk.CarelessDisk;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Cuts the power at every operation of a scripted run, in many ways, and looks at what a replay finds: every
/// acknowledged entry that was not released, exactly once, and nothing that nobody asked for.
class WalPowerCutTest {
    private static final int SEEDS = 4;

    @Test
    void noAcknowledgedEntryIsLostToAPowerCut() throws IOException {
        long operations = operationsOf(Durability.FSYNC, disk -> disk);
        assertThat(operations).isGreaterThan(150);
        for (long cut = 1; cut <= operations; cut++) {
            assertThat(violations(cut, Durability.FSYNC, disk -> disk))
                    .as("cut at operation " + cut)
                    .isEmpty();
        }
    }

    @Test
    void withoutSyncsAcknowledgedEntriesAreLost() throws IOException {
        assertThat(violations(Durability.OS, disk -> disk)).anyMatch(violation -> violation.contains(" is lost"));
    }

    @Test
    void theTestFindsAMissingSyncOfTheFile() throws IOException {
        assertThat(violations(Durability.FSYNC, disk -> new CarelessDisk(disk, false, true)))
                .isNotEmpty();
    }

    @Test
    void theTestFindsAMissingSyncOfTheDirectory() throws IOException {
        assertThat(violations(Durability.FSYNC, disk -> new CarelessDisk(disk, true, false)))
                .isNotEmpty();
    }

    @Test
    void aFailedSyncLosesNothingAndNothingComesTwice() throws IOException {
        ForgetfulDisk counting = new ForgetfulDisk();
        new WalScript(counting, Durability.FSYNC).run();
        long syncs = counting.faults().syncs();
        for (long failing = 3; failing <= syncs; failing++) {
            ForgetfulDisk disk = new ForgetfulDisk();
            disk.faults().failSyncAt(failing);
            WalScript script = new WalScript(disk, Durability.FSYNC);
            script.run();
            assertThat(script.violations(survivals(failing), disk))
                    .as("sync " + failing + " failed")
                    .isEmpty();
        }
    }

    @Test
    void aPowerCutBehindAFailedSyncLosesNothing() throws IOException {
        ForgetfulDisk counting = new ForgetfulDisk();
        counting.faults().failSyncAt(20);
        new WalScript(counting, Durability.FSYNC).run();
        for (long cut = 1; cut <= counting.faults().operations(); cut++) {
            ForgetfulDisk disk = new ForgetfulDisk();
            disk.faults().failSyncAt(20);
            disk.faults().cutPowerAt(cut);
            WalScript script = new WalScript(disk, Durability.FSYNC);
            script.run();
            assertThat(script.violations(survivals(cut), disk))
                    .as("cut at operation " + cut)
                    .isEmpty();
        }
    }

    private static List<String> violations(Durability durability, UnaryOperator<Disk> mistake) throws IOException {
        List<String> found = new ArrayList<>();
        long operations = operationsOf(durability, mistake);
        for (long cut = 10; cut < operations; cut += 5) {
            found.addAll(violations(cut, durability, mistake));
        }
        return found;
    }

    private static long operationsOf(Durability durability, UnaryOperator<Disk> mistake) throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk();
        WalScript script = new WalScript(mistake.apply(disk), durability);
        script.run();
        assertThat(script.isComplete()).isTrue();
        return disk.faults().operations();
    }

    private static List<String> violations(long cut, Durability durability, UnaryOperator<Disk> mistake)
            throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk();
        disk.faults().cutPowerAt(cut);
        WalScript script = new WalScript(mistake.apply(disk), durability);
        script.run();
        return script.violations(survivals(cut), disk);
    }

    private static List<Survival> survivals(long seed) {
        List<Survival> all = new ArrayList<>(List.of(Survival.nothing(), Survival.everything(), Survival.names()));
        for (int i = 0; i < SEEDS; i++) {
            all.add(Survival.some(new Random(seed * 31 + i)));
        }
        return all;
    }
}
