package dev.spanflame.load.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The check has to believe a server that keeps its word, and to catch each kind that does not.
final class CrashCheckTest {
    @TempDir
    private Path folder;

    /// One sender of spans over HTTP; the fake does not speak gRPC, so that the other one has no success.
    private CrashResult check(String mode) throws IOException, InterruptedException {
        List<String> program = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfake=" + mode,
                "-cp",
                System.getProperty("java.class.path"),
                FakeServer.class.getName());
        CrashSettings settings = CrashSettings.of(folder.resolve("check"), 2, 11)
                .withProgram(program)
                .withSenders(2, 1)
                .withLoad(Duration.ofMillis(100), Duration.ofMillis(200));
        return CrashCheck.run(settings);
    }

    @Test
    void believesAServerThatKeepsItsWord() throws IOException, InterruptedException {
        CrashResult result = check("honest");
        assertThat(result.examples()).isEmpty();
        assertThat(result.isSound()).isTrue();
        assertThat(result.rounds()).isEqualTo(2);
        assertThat(result.spans().acknowledged()).isPositive();
        assertThat(result.profiles().acknowledged()).isPositive();
        assertThat(result.starts())
                .hasSize(3)
                .allMatch(start -> start.untilReady().isPositive());
        assertThat(result.json()).startsWith("{\"sound\":true,\"rounds\":2,");
    }

    @Test
    void findsWhatWasAcknowledgedBeforeItWasWritten() throws IOException, InterruptedException {
        CrashResult result = check("hasty");
        assertThat(result.isSound()).isFalse();
        assertThat(result.spans().lost()).isPositive();
        assertThat(result.profiles().lost()).isPositive();
        assertThat(result.examples()).anyMatch(example -> example.startsWith("lost: trace "));
    }

    @Test
    void findsProfilesThatCountTwice() throws IOException, InterruptedException {
        CrashResult result = check("doubling");
        assertThat(result.isSound()).isFalse();
        assertThat(result.profiles().doubled()).isPositive();
        assertThat(result.spans().isSound()).isTrue();
    }

    @Test
    void findsSpansThatCameBackDifferent() throws IOException, InterruptedException {
        CrashResult result = check("altering");
        assertThat(result.isSound()).isFalse();
        assertThat(result.spans().altered()).isPositive();
    }

    @Test
    void namesAServerThatDoesNotStart() {
        CrashSettings settings = CrashSettings.of(folder.resolve("check"), 1, 1)
                .withServer(System.getProperty("java.class.path"), "no.such.Main");
        assertThatThrownBy(() -> CrashCheck.run(settings))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server ended with code 1")
                .hasMessageContaining("no.such.Main");
    }

    @Test
    void leavesAFolderAloneThatIsNotEmpty() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        assertThatThrownBy(() -> CrashCheck.run(CrashSettings.of(folder, 1, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not empty");
        assertThat(file).hasContent("data");
    }
}
