package dev.spanflame.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.load.crash.CrashCheck;
import dev.spanflame.load.crash.CrashResult;
import dev.spanflame.load.crash.CrashSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the real server at random moments while real clients send, and looks for everything it acknowledged.
class SigkillTest {
    private static final String WAL = "block/src/main/java/dev/spanflame/block/wal/Wal.java";

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAfterTwentyKills() throws Exception {
        CrashResult result = CrashCheck.run(CrashSettings.of(folder.resolve("data"), 20, 20260101));
        assertThat(result.isSound()).as(result.json()).isTrue();
        assertThat(result.spans().acknowledged()).as(result.json()).isGreaterThan(100);
        assertThat(result.profiles().acknowledged()).as(result.json()).isGreaterThan(20);
    }

    @Test
    void anAcknowledgementBeforeTheWriteIsFound() throws Exception {
        String classPath = MutatedClass.classPath(folder, WAL, "        pending.await();\n", "");
        CrashSettings settings = CrashSettings.of(folder.resolve("data"), 6, 20260102)
                .withServer(classPath, "dev.spanflame.server.Main");
        CrashResult result = CrashCheck.run(settings);
        assertThat(result.spans().lost() + result.profiles().lost())
                .as(result.json())
                .isPositive();
    }
}
