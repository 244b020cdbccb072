package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.verify.StoreCheck;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.tests.system.ProgramRun;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spanflame check` and `spanflame block`, on what a server wrote.
class StoreCommandsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aServerWritesBlocks() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Spans.written(server, "shop");
        }
    }

    @Test
    void aSoundStoreIsReadWholeAndItsBlocksAreShown() throws Exception {
        ProgramRun check = run("check");
        assertThat(check.status()).as(check.output()).isZero();
        assertThat(check.output()).containsPattern("1 tenants, 2 blocks, \\d+ bytes, 2 spans and samples: sound");

        String block = block("traces").getFileName().toString();
        assertThat(run("block", "verify", block).output()).contains(block + "/ is sound: 1 rows");
        assertThat(run("block", "inspect", block).output())
                .contains("spans.parquet: ", "duration", "1 rows in 1 traces or profiles");
        assertThat(run("block", "sql", block, "SELECT name, kind FROM spans").output())
                .contains("name\tkind\nwork\t2");
    }

    @Test
    void everyFlippedByteAndEveryMissingObjectIsFound() throws Exception {
        List<Path> objects = new ArrayList<>(objects(block("traces")));
        objects.addAll(objects(block("profiles")));
        assertThat(objects).hasSizeGreaterThan(10);
        for (Path object : objects) {
            byte[] sound = Files.readAllBytes(object);
            byte[] damaged = Arrays.copyOf(sound, sound.length);
            damaged[sound.length / 2] ^= 4;
            Files.write(object, damaged);
            assertThat(damages()).singleElement().asString().contains(object.getFileName() + ": its CRC-32C is");
            Files.delete(object);
            assertThat(damages()).singleElement().asString().contains(object.getFileName() + ": it is missing");
            Files.write(object, sound);
        }
        assertThat(damages()).isEmpty();
    }

    @Test
    void aDamagedStoreIsSaidOnTheCommandLine() throws Exception {
        Path index = block("traces").resolve("index");
        Files.writeString(index, "nonsense");
        ProgramRun check = run("check");
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output()).contains("/index: it has 8 bytes, written were", ": 1 damaged");
        ProgramRun unknown = run("block", "inspect", "0000");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.output()).contains("the store has no block '0000'");
    }

    private List<String> damages() throws IOException {
        try (ObjectStore store = new FileObjectStore(blocks(), new RealDisk(), InstantSource.system())) {
            return new StoreCheck(store, _ -> {})
                    .run(Optional.empty()).damages().stream()
                            .map(Object::toString)
                            .toList();
        }
    }

    private ProgramRun run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return ProgramRun.of(all);
    }

    private Path blocks() {
        return folder.resolve("data").resolve("blocks");
    }

    /// The folder of the only block of a signal.
    private Path block(String signal) throws IOException {
        try (Stream<Path> found = Files.find(
                blocks(),
                5,
                (path, _) -> path.endsWith("meta.json") && path.toString().contains("/" + signal + "/"))) {
            return Objects.requireNonNull(found.findFirst().orElseThrow().getParent());
        }
    }

    private static List<Path> objects(Path block) throws IOException {
        try (Stream<Path> found = Files.list(block)) {
            return found.sorted().toList();
        }
    }
}
