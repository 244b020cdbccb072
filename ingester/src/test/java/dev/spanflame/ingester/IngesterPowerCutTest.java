package dev.spanflame.ingester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.wal.Durability;
import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.PowerCut;
import dev.spanflame.objectstore.disk.Survival;
import dev.spanflame.objectstore.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cuts the power at every operation of a run that logs, flushes, commits and releases, and looks at what a restart
/// finds: everything acknowledged exactly once, nothing that nobody sent.
class IngesterPowerCutTest {
    private static final int REQUESTS = 9;

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostOrDoubledByAPowerCut() throws IOException {
        long operations = run(new ForgetfulDisk(), Durability.FSYNC).operations();
        assertThat(operations).isGreaterThan(60);
        for (long cut = 1; cut <= operations; cut++) {
            assertThat(violations(cut, Durability.FSYNC))
                    .as("cut at operation " + cut)
                    .isEmpty();
        }
    }

    @Test
    void withoutSyncsAcknowledgedDataIsLost() throws IOException {
        long operations = run(new ForgetfulDisk(), Durability.OS).operations();
        List<String> found = new ArrayList<>();
        for (long cut = 1; cut <= operations; cut += 3) {
            found.addAll(violations(cut, Durability.OS));
        }
        assertThat(found).anyMatch(violation -> violation.contains("lost"));
    }

    /// What was sent and what of it was acknowledged until the power went; spans and profiles have the same numbers.
    private record Run(TreeSet<Long> sent, TreeSet<Long> acknowledged, long operations) {}

    private List<String> violations(long cut, Durability durability) throws IOException {
        List<String> found = new ArrayList<>();
        List<Survival> survivals =
                List.of(Survival.nothing(), Survival.everything(), Survival.names(), Survival.some(new Random(cut)));
        ForgetfulDisk disk = new ForgetfulDisk();
        disk.faults().cutPowerAt(cut);
        Run run = run(disk, durability);
        for (Survival survival : survivals) {
            ForgetfulDisk after = disk.reboot(survival);
            try (FileObjectStore store = new FileObjectStore(blocks(), after, InstantSource.system());
                    TestIngester again = new TestIngester(TestIngester.Options.of(after, store, folder))) {
                found.addAll(violations("span", survival, run, again.spanIds()));
                found.addAll(violations("profile", survival, run, again.profileValues()));
            }
        }
        return found;
    }

    private static List<String> violations(String what, Survival survival, Run run, List<Long> there) {
        List<String> found = new ArrayList<>();
        for (long number : run.acknowledged()) {
            if (Collections.frequency(there, number) == 0) {
                found.add(what + " " + number + " is lost, survival " + survival);
            }
        }
        for (long number : new TreeSet<>(there)) {
            if (Collections.frequency(there, number) > 1 || !run.sent().contains(number)) {
                found.add(what + " " + number + " is there " + Collections.frequency(there, number)
                        + " times, survival " + survival);
            }
        }
        return found;
    }

    private Run run(ForgetfulDisk disk, Durability durability) throws IOException {
        TreeSet<Long> sent = new TreeSet<>();
        TreeSet<Long> acknowledged = new TreeSet<>();
        try (FileObjectStore store = new FileObjectStore(blocks(), disk, InstantSource.system());
                TestIngester ingester = new TestIngester(
                        TestIngester.Options.of(disk, store, folder).with(durability))) {
            for (long number = 1; number <= REQUESTS; number++) {
                sent.add(number);
                ingester.spans(number);
                ingester.profile(number);
                acknowledged.add(number);
                if (number % 3 == 0) {
                    ingester.ingester().flushAll();
                }
            }
        } catch (PowerCut | BackendException | IOException e) {
            return new Run(sent, acknowledged, disk.faults().operations());
        }
        return new Run(sent, acknowledged, disk.faults().operations());
    }

    private Path blocks() {
        return folder.resolve("blocks");
    }
}
