package dev.spanflame.block.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.objectstore.disk.CarelessDisk;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.PowerCut;
import dev.spanflame.objectstore.disk.Survival;
import dev.spanflame.objectstore.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Cuts the power at every operation of a history of commits to files: what was committed stays, what was under way
/// happened wholly or not at all.
class CommitLogPowerCutTest {
    private static final Path ROOT = Path.of("/data");
    private static final InstantSource CLOCK = InstantSource.fixed(Blocks.START);

    @Test
    void noCommitIsLostToAPowerCut() throws IOException {
        assertThat(violations(0, 14, disk -> disk)).isEmpty();
    }

    @Test
    void noCommitIsLostToAPowerCutAroundACheckpoint() throws IOException {
        assertThat(violations(62, 66, disk -> disk)).isEmpty();
    }

    @Test
    void theTestFindsAMissingSyncOfTheFile() throws IOException {
        assertThat(violations(0, 6, disk -> new CarelessDisk(disk, false, true)))
                .isNotEmpty();
    }

    @Test
    void theTestFindsAMissingSyncOfTheDirectory() throws IOException {
        assertThat(violations(0, 6, disk -> new CarelessDisk(disk, true, false)))
                .isNotEmpty();
    }

    private static List<String> violations(int first, int last, UnaryOperator<Disk> mistake) throws IOException {
        ForgetfulDisk base = new ForgetfulDisk();
        new History(0).runOn(base, first);
        ForgetfulDisk counting = base.reboot(Survival.everything());
        new History(first).runOn(mistake.apply(counting), last);
        List<String> violations = new ArrayList<>();
        for (long cut = 1; cut <= counting.faults().operations(); cut++) {
            ForgetfulDisk disk = base.reboot(Survival.everything());
            disk.faults().cutPowerAt(cut);
            History history = new History(first);
            try {
                history.runOn(mistake.apply(disk), last);
            } catch (PowerCut e) {
                // What this test is about.
            }
            for (Survival survival : survivals(cut)) {
                history.check(disk.reboot(survival), "cut at " + cut + ", " + survival, violations);
            }
        }
        return violations;
    }

    private static List<Survival> survivals(long seed) {
        List<Survival> all = new ArrayList<>(List.of(Survival.nothing(), Survival.everything(), Survival.names()));
        for (int i = 0; i < 3; i++) {
            all.add(Survival.some(new Random(seed * 31 + i)));
        }
        return all;
    }

    /// Each commit adds a block; each third one also removes the block before it.
    private static final class History {
        private final int first;
        private int committed;
        private int asked;

        History(int first) {
            this.first = first;
            this.committed = first;
            this.asked = first;
        }

        void runOn(Disk disk, int last) throws IOException {
            CommitLog log = log(disk);
            for (int i = first + 1; i <= last; i++) {
                asked = i;
                assertThat(log.commit(change(i))).isPresent();
                committed = i;
            }
        }

        void check(Disk disk, String what, List<String> violations) {
            try {
                Snapshot found = log(disk).refresh();
                if (found.number() < committed || found.number() > asked) {
                    violations.add("history ends at " + found.number() + ", not in [" + committed + ", " + asked + "]");
                } else if (!found.blocks().keySet().equals(expected((int) found.number()))) {
                    violations.add(what + ": blocks after " + found.number() + " differ");
                } else if (log(disk).commit(change((int) found.number() + 1)).isEmpty()) {
                    violations.add(what + ": the next commit is refused");
                }
            } catch (IOException | RuntimeException e) {
                violations.add(what + ": " + e);
            }
        }

        private static Change change(int index) {
            List<BlockMeta> added = List.of(Blocks.of(index));
            return index % 3 == 0
                    ? Change.replace(List.of(Blocks.of(index - 1).id()), added)
                    : new Change(added, List.of(), List.of(), List.of());
        }

        private static Set<String> expected(int number) {
            Set<String> ids = new HashSet<>();
            for (int i = 1; i <= number; i++) {
                ids.add(Blocks.of(i).id());
                if (i % 3 == 0) {
                    ids.remove(Blocks.of(i - 1).id());
                }
            }
            return ids;
        }

        private static CommitLog log(Disk disk) throws IOException {
            return new CommitLog(new FileObjectStore(ROOT, disk, CLOCK), Blocks.TENANT, "me", CLOCK, new Random(7));
        }
    }
}
