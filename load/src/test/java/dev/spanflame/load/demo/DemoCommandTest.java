package dev.spanflame.load.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
final class DemoCommandTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void showsATraceAndAFlameGraphOfTheShopAndEnds() throws Exception {
        try (ShopBackend backend = new ShopBackend()) {
            List<String> given = new ArrayList<>();
            int status = run(
                    arguments -> {
                        given.addAll(arguments);
                        return backend.addresses();
                    },
                    "--once",
                    "--visits=30",
                    "--store=/tmp/x",
                    "--config",
                    "y.yaml");
            assertThat(text())
                    .contains("Trace ")
                    .contains("POST /shop/checkout")
                    .contains("└─ ");
            assertThat(text()).contains("100.0 %  └─ PriceCalculator.discount").contains("2.00 s of CPU time");
            assertThat(text()).contains(backend.addresses().query().toString());
            assertThat(status).isZero();
            assertThat(given).containsExactly("--store=/tmp/x", "--config", "y.yaml");
            assertThat(classes(backend.recordings()))
                    .contains("dev.spanflame.load.shop.PriceCalculator", "dev.spanflame.load.shop.ProductSearch");
        }
    }

    @Test
    void saysWhatIsMissingWhenTimeIsUp() throws Exception {
        try (ShopBackend backend = new ShopBackend()) {
            ServerAddresses real = backend.addresses();
            ServerAddresses wrong = new ServerAddresses(
                    real.otlpGrpc(), real.otlpHttp(), real.query().resolve("/nothing"), real.pyroscope());
            assertThat(run(_ -> wrong, "--once", "--seconds=1")).isEqualTo(1);
            assertThat(text()).contains("there was not a trace within 1 s: status 404");
        }
    }

    @Test
    void saysWhyTheServerCannotStart() {
        int status = run(_ -> {
            throw new IOException("port 4317 is taken");
        });
        assertThat(status).isEqualTo(1);
        assertThat(text()).contains("port 4317 is taken");
    }

    private int run(ServerStarter starter, String... arguments) {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new CommandLine(new DemoCommand(starter, out)).execute(arguments);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private Set<String> classes(List<byte[]> recordings) throws IOException {
        Set<String> classes = new HashSet<>();
        for (byte[] recording : recordings) {
            Path file = Files.write(directory.resolve("recording.jfr"), recording);
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getStackTrace() != null) {
                    event.getStackTrace()
                            .getFrames()
                            .forEach(frame ->
                                    classes.add(frame.getMethod().getType().getName()));
                }
            }
        }
        return classes;
    }
}
