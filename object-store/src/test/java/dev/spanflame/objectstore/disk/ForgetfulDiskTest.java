package dev.spanflame.objectstore.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the twin forgets at a power cut, and what it must not.
class ForgetfulDiskTest {
    private static final Path DIR = Path.of("/data");
    private static final Path A = DIR.resolve("a");
    private static final Path B = DIR.resolve("b");

    private final ForgetfulDisk disk = new ForgetfulDisk();

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectories(DIR);
    }

    @Test
    void syncedBytesUnderASyncedNameSurviveEverything() throws IOException {
        write(A, "kept");
        disk.syncDirectory(DIR);
        assertThat(allOutcomes(A)).containsExactly("kept");
    }

    @Test
    void syncedBytesUnderAnUnsyncedNameMayVanish() throws IOException {
        write(A, "kept");
        assertThat(allOutcomes(A)).containsExactly("(none)", "kept");
        assertThat(after(Survival.nothing(), A)).isEqualTo("(none)");
    }

    @Test
    void unsyncedBytesUnderASyncedNameMayVanishOrBeTorn() throws IOException {
        try (DiskFile file = disk.create(A)) {
            file.write(text("x".repeat(2000)), 0);
        }
        disk.syncDirectory(DIR);
        assertThat(after(Survival.nothing(), A)).isEmpty();
        assertThat(after(Survival.everything(), A)).hasSize(2000);
        Set<String> outcomes = allOutcomes(A);
        assertThat(outcomes).hasSizeGreaterThan(4).contains("", "x".repeat(2000));
        assertThat(outcomes).allSatisfy(outcome -> {
            for (int sector = 0; sector < outcome.length(); sector += ForgetfulInode.SECTOR) {
                String part = outcome.substring(sector, Math.min(outcome.length(), sector + ForgetfulInode.SECTOR));
                assertThat(part).matches("x+|\0+");
            }
        });
    }

    @Test
    void aSectorIsAlwaysInAStateItWentThrough() throws IOException {
        write(A, "0".repeat(512));
        disk.syncDirectory(DIR);
        try (DiskFile file = disk.open(A)) {
            file.write(text("11"), 0);
            file.write(text("22"), 4);
        }
        String rest = "0".repeat(506);
        assertThat(allOutcomes(A)).containsExactlyInAnyOrder("000000" + rest, "110000" + rest, "110022" + rest);
    }

    @Test
    void aTruncationMayComeBackUntilItIsSynced() throws IOException {
        write(A, "0123456789");
        disk.syncDirectory(DIR);
        try (DiskFile file = disk.open(A)) {
            file.truncate(3);
            assertThat(allOutcomes(A)).contains("012", "0123456789");
            file.sync();
            assertThat(allOutcomes(A)).containsExactly("012");
        }
    }

    @Test
    void aRenameHappenedOrItDidNot() throws IOException {
        write(A, "new");
        write(B, "old");
        disk.syncDirectory(DIR);
        disk.rename(A, B);
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            ForgetfulDisk rebooted = disk.reboot(Survival.some(random(seed)));
            outcomes.add(read(rebooted, A) + " " + read(rebooted, B));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("new old", "(none) new");
        disk.syncDirectory(DIR);
        assertThat(allOutcomes(B)).containsExactly("new");
        assertThat(allOutcomes(A)).containsExactly("(none)");
    }

    @Test
    void aRenameBetweenDirectoriesIsDurableOnceEitherIsSynced() throws IOException {
        Path other = Path.of("/other");
        disk.createDirectories(other);
        write(A, "1");
        disk.syncDirectory(DIR);
        disk.rename(A, other.resolve("a"));
        disk.syncDirectory(other);
        assertThat(allOutcomes(other.resolve("a"))).containsExactly("1");
        assertThat(allOutcomes(A)).containsExactly("(none)");
    }

    @Test
    void syncingTheTargetsDirectoryKeepsTheFileThatWasCreatedElsewhere() throws IOException {
        Path other = Path.of("/other");
        disk.createDirectories(other);
        write(A, "1");
        disk.rename(A, other.resolve("a"));
        disk.syncDirectory(other);
        assertThat(allOutcomes(other.resolve("a"))).containsExactly("1");
    }

    @Test
    void deletionsAndLinksComeBackInAnyCombinationUntilSynced() throws IOException {
        write(A, "1");
        disk.syncDirectory(DIR);
        disk.link(A, B);
        disk.delete(A);
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            ForgetfulDisk rebooted = disk.reboot(Survival.some(random(seed)));
            outcomes.add(read(rebooted, A) + " " + read(rebooted, B));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("1 (none)", "1 1", "(none) 1", "(none) (none)");
    }

    @Test
    void twoNamesOfOneFileStayOneFile() throws IOException {
        write(A, "1");
        disk.link(A, B);
        ForgetfulDisk rebooted = disk.reboot(Survival.everything());
        try (DiskFile file = rebooted.open(A)) {
            file.write(text("2"), 0);
        }
        assertThat(read(rebooted, B)).isEqualTo("2");
    }

    @Test
    void changesOfOneNameSurviveInTheirOrder() throws IOException {
        write(A, "first");
        disk.delete(A);
        write(A, "second");
        assertThat(allOutcomes(A)).containsExactlyInAnyOrder("(none)", "first", "second");
    }

    @Test
    void aDirectoryIsOnlyRemovedWithWhatEmptiedIt() throws IOException {
        Path inner = DIR.resolve("inner");
        disk.createDirectories(inner);
        write(inner.resolve("f"), "1");
        disk.syncDirectory(inner);
        disk.rename(inner.resolve("f"), A);
        disk.delete(inner);
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            ForgetfulDisk rebooted = disk.reboot(Survival.some(random(seed)));
            outcomes.add(read(rebooted, inner.resolve("f")) + " " + read(rebooted, A));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("1 (none)", "(none) 1");
    }

    @Test
    void whatCameBackAfterAPowerCutIsDurable() throws IOException {
        write(A, "1");
        ForgetfulDisk once = disk.reboot(Survival.everything());
        assertThat(read(once.reboot(Survival.nothing()), A)).isEqualTo("1");
    }

    @Test
    void aRebootLeavesTheOldDiskAsItIs() throws IOException {
        write(A, "1");
        ForgetfulDisk rebooted = disk.reboot(Survival.everything());
        rebooted.delete(A);
        assertThat(read(disk, A)).isEqualTo("1");
    }

    @Test
    void afterTheCutEveryCallFailsUntilTheReboot() throws IOException {
        write(A, "before");
        disk.syncDirectory(DIR);
        DiskFile open = disk.open(A);
        disk.faults().cutPowerAt(disk.faults().operations() + 2);
        disk.link(A, B);
        assertThatThrownBy(() -> open.write(text("after!"), 0)).isInstanceOf(PowerCut.class);
        assertThatThrownBy(open::sync).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> disk.exists(A)).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> disk.delete(A)).isInstanceOf(PowerCut.class);
        assertThat(after(Survival.nothing(), A)).isEqualTo("before");
        assertThat(after(Survival.everything(), A))
                .as("the write that was under way")
                .isEqualTo("after!");
    }

    @Test
    void aSyncThatMeetsTheCutHasNoEffect() throws IOException {
        DiskFile file = disk.create(A);
        disk.syncDirectory(DIR);
        file.write(text("1"), 0);
        disk.faults().cutPowerAt(disk.faults().operations() + 1);
        assertThatThrownBy(file::sync).isInstanceOf(PowerCut.class);
        assertThat(after(Survival.nothing(), A)).isEmpty();
    }

    @Test
    void aFailedSyncLeavesItsBytesInDoubtForGood() throws IOException {
        DiskFile file = disk.create(A);
        disk.syncDirectory(DIR);
        file.write(text("1".repeat(512)), 0);
        disk.faults().failSyncAt(disk.faults().syncs() + 1);
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class).hasMessageContaining("Input/output error");
        file.write(text("2".repeat(512)), 512);
        file.sync();
        assertThat(after(Survival.nothing(), A)).isEqualTo("\0".repeat(512) + "2".repeat(512));
        file.write(text("3".repeat(512)), 0);
        file.sync();
        assertThat(after(Survival.nothing(), A)).isEqualTo("3".repeat(512) + "2".repeat(512));
    }

    @Test
    void aFullDiskTakesWhatFitsAndGoesOnAfterADeletion() throws IOException {
        disk.faults().limitSpace(10);
        write(A, "1234567");
        assertThat(disk.freeBytes(DIR)).isEqualTo(3);
        DiskFile file = disk.create(B);
        assertThatThrownBy(() -> file.write(text("abcdef"), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
        assertThat(read(disk, B)).isEqualTo("abc");
        assertThatThrownBy(() -> disk.create(DIR.resolve("c"))).hasMessageContaining("No space left on device");
        disk.delete(A);
        file.write(text("abcdef"), 0);
        assertThat(read(disk, B)).isEqualTo("abcdef");
    }

    @Test
    void theSameSeedGivesTheSameDisk() throws IOException {
        for (int i = 0; i < 20; i++) {
            write(DIR.resolve("f" + i), "x".repeat(i * 300));
        }
        assertThat(disk.reboot(Survival.some(random(7))).list(DIR))
                .isEqualTo(disk.reboot(Survival.some(random(7))).list(DIR))
                .isNotEmpty();
    }

    /// What a file may hold after a power cut now, over many seeds.
    private Set<String> allOutcomes(Path path) throws IOException {
        Set<String> outcomes = new TreeSet<>(Arrays.asList(
                after(Survival.nothing(), path), after(Survival.everything(), path), after(Survival.names(), path)));
        for (int seed = 0; seed < 200; seed++) {
            outcomes.add(after(Survival.some(random(seed)), path));
        }
        return outcomes;
    }

    private String after(Survival survival, Path path) throws IOException {
        return read(disk.reboot(survival), path);
    }

    private static RandomGenerator random(long seed) {
        return new Random(seed);
    }

    private void write(Path path, String content) throws IOException {
        try (DiskFile file = disk.create(path)) {
            file.write(text(content), 0);
            file.sync();
        }
    }

    private static String read(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return "(none)";
        }
        try (DiskFile file = disk.open(path)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.read(all, 0);
            return new String(all.array(), UTF_8);
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
