package dev.spanflame.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.load.crash.CrashCheck;
import dev.spanflame.load.crash.CrashResult;
import dev.spanflame.load.crash.CrashSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the real server at random moments while real clients send, and looks for everything it acknowledged.
class SigkillTest {
    private static final MutatedClass.Change NO_WAIT = new MutatedClass.Change(
            "block/src/main/java/dev/spanflame/block/wal/Wal.java", "        pending.await();\n", "");
    private static final MutatedClass.Change SLOW_WRITE = new MutatedClass.Change(
            "block/src/main/java/dev/spanflame/block/wal/WalCommitter.java",
            "        IOException first = attempt(batch);\n",
            "        java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);\n"
                    + "        IOException first = attempt(batch);\n");

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAfterSixKills() throws Exception {
        CrashResult result = CrashCheck.run(CrashSettings.of(folder.resolve("data"), 6, 20260101));
        assertThat(result.isSound()).as(result.json()).isTrue();
        assertThat(result.spans().acknowledged()).as(result.json()).isGreaterThan(30);
        assertThat(result.profiles().acknowledged()).as(result.json()).isGreaterThan(5);
    }

    /// With a log that takes its time before it writes: whatever was acknowledged in the last fifth of a second before
    /// a kill is not written yet.
    @Test
    void anAcknowledgementBeforeTheWriteIsFound() throws Exception {
        String slow = slowLog();
        CrashResult honest = run(slow, "honest");
        assertThat(honest.isSound()).as(honest.json()).isTrue();
        CrashResult mutant = run(MutatedClass.before(slow, folder.resolve("mutant"), NO_WAIT), "mutated");
        assertThat(mutant.spans().lost() + mutant.profiles().lost())
                .as(mutant.json())
                .isPositive();
    }

    private String slowLog() throws IOException {
        return MutatedClass.before(System.getProperty("java.class.path"), folder.resolve("slow"), SLOW_WRITE);
    }

    private CrashResult run(String classPath, String name) throws Exception {
        return CrashCheck.run(
                CrashSettings.of(folder.resolve(name), 3, 20260102).withServer(classPath, "dev.spanflame.server.Main"));
    }
}
