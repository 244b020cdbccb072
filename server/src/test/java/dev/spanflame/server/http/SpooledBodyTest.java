package dev.spanflame.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bodies that are kept in files: as long as they are needed, and not in memory.
@Timeout(60)
final class SpooledBodyTest {
    private static final int MOST = 48 << 20;
    private static final long BUDGET = 32 << 20;

    @TempDir
    Path folder;

    private final AtomicReference<byte[]> got = new AtomicReference<>(new byte[0]);
    private final HttpClient http = HttpClient.newHttpClient();
    private TestPort port;

    @BeforeEach
    void open() {
        Route route = new Route(Set.of("POST"), "/up", MOST, Route.TenantRule.NONE, Route.ErrorFormat.TEXT, call -> {
                    Path file = call.file().orElseThrow();
                    got.set(Files.readAllBytes(file));
                    return HttpReply.text(200, file.startsWith(folder) ? "kept" : "elsewhere");
                })
                .spooledIn(folder);
        port = new TestPort(ListenerSettings.defaults(), false, List.of(route), List.of(), BUDGET);
    }

    @AfterEach
    void close() {
        http.close();
        port.close();
    }

    private HttpRequest.Builder request(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(port.url("/up"))).POST(body);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private void awaitNoFiles() throws IOException {
        long until = System.nanoTime() + 10_000_000_000L;
        while (files() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(files()).isZero();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBodyThatIsLargerThanTheMemoryForBodiesArrivesWhole(HttpClient.Version version) throws Exception {
        byte[] body = new byte[40 << 20];
        new Random(3).nextBytes(body);
        HttpResponse<String> response = http.send(
                request(BodyPublishers.ofByteArray(body)).version(version).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("kept");
        assertThat(Arrays.equals(got.get(), body)).isTrue();
        port.awaitIdle();
        assertThat(port.budget.held()).isZero();
        assertThat(port.budget.peak()).isLessThan(BUDGET);
        awaitNoFiles();
    }

    @Test
    void anEmptyBodyIsAnEmptyFile() throws Exception {
        assertThat(http.send(request(BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("kept");
        assertThat(got.get()).isEmpty();
        awaitNoFiles();
    }

    @Test
    void tooLargeBodiesAndSendersThatGoAwayLeaveNothing() throws Exception {
        HttpResponse<String> announced = http.send(
                request(BodyPublishers.ofByteArray(new byte[MOST + 1])).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(announced.statusCode()).isEqualTo(413);
        try (RawHttp sender = new RawHttp(port.port())) {
            sender.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
            sender.send(new byte[5_000]);
            long until = System.nanoTime() + 10_000_000_000L;
            while (files() == 0 && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThat(files()).isEqualTo(1);
        }
        awaitNoFiles();
        port.awaitIdle();
        assertThat(port.budget.held()).isZero();
    }

    @Test
    void aCodedBodyIsHeldInMemory() throws Exception {
        HttpResponse<String> response = http.send(
                request(BodyPublishers.ofByteArray("x".getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        awaitNoFiles();
    }
}
