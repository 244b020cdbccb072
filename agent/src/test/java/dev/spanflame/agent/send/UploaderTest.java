package dev.spanflame.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.jvm.PushReceiver;
import dev.spanflame.agent.log.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers as they are: away, slow, refusing, lying.
class UploaderTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<Uploader> started = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        started.forEach(uploader -> {
            uploader.finish();
            uploader.abort();
        });
    }

    private Uploader start(URI server, String settings) {
        AgentOptions options =
                AgentOptions.of("server.address=" + server + ",timeout=500ms," + settings, Map.of(), Map.of());
        assertThat(options.problems()).isEmpty();
        Uploader uploader = new Uploader(
                options, changes -> {}, new AgentLog("info", new PrintStream(written, true, StandardCharsets.UTF_8)));
        Thread thread = new Thread(uploader);
        thread.setDaemon(true);
        thread.start();
        started.add(uploader);
        return uploader;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void what_is_refused_for_now_is_sent_again_and_nothing_is_lost() throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start((exchange, number) -> {
            if (number == 1) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
            }
            return number == 1;
        })) {
            Uploader uploader = start(receiver.uri(), "");
            long begin = System.nanoTime();
            uploader.addRequest(new byte[] {1, 2, 3});
            await(() -> uploader.counters().sent() == 1);

            assertThat(System.nanoTime() - begin)
                    .isGreaterThan(Duration.ofMillis(990).toNanos());
            assertThat(receiver.requests())
                    .hasSize(2)
                    .allSatisfy(body -> assertThat(body).hasSize(3));
            assertThat(uploader.counters().dropped()).isZero();
            assertThat(uploader.counters().retries()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 422})
    void what_is_refused_for_good_is_dropped_and_told_once(int status) throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start((exchange, number) -> {
            byte[] reason = "no such tenant".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, reason.length);
            exchange.getResponseBody().write(reason);
            return true;
        })) {
            Uploader uploader = start(receiver.uri(), "");
            uploader.addRequest(new byte[] {1});
            uploader.addRequest(new byte[] {2});
            await(() -> uploader.counters().dropped() == 2);

            assertThat(receiver.requests()).hasSize(2);
            assertThat(written.toString(StandardCharsets.UTF_8)).containsOnlyOnce("no such tenant");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 999 what\r\n\r\n",
                "HTTP/1.1 500 no\r\nContent-Length: 99999999999999999999\r\n\r\nx",
                "HTTP/1.1 503 no\r\nContent-Length: -5\r\n\r\n",
                "",
            })
    void a_server_that_lies_is_asked_again(String lie) throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answer(server, lie));
            answers.setDaemon(true);
            answers.start();
            Uploader uploader = start(URI.create("http://127.0.0.1:" + server.getLocalPort()), "max.tries=2");
            uploader.addRequest(new byte[1000]);
            await(() -> uploader.counters().dropped() == 1);

            assertThat(uploader.counters().retries()).isEqualTo(1);
        }
    }

    private static void answer(ServerSocket server, String lie) {
        while (true) {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write(lie.getBytes(StandardCharsets.UTF_8));
                out.flush();
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void a_server_that_says_nothing_is_left_after_the_timeout() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Uploader uploader = start(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "max.tries=1");
            // larger than what the kernel buffers: the write itself hangs
            uploader.addRequest(new byte[7 << 20]);
            await(() -> {
                uploader.watch();
                return uploader.counters().dropped() == 1;
            });

            assertThat(written.toString(StandardCharsets.UTF_8)).contains("profiles are not accepted");
        }
    }

    @Test
    void the_oldest_make_room_and_are_counted() throws InterruptedException {
        Uploader uploader = start(URI.create("http://127.0.0.1:9"), "queue.bytes=10k");
        for (int i = 0; i < 100; i++) {
            uploader.addRequest(new byte[1000]);
        }

        assertThat(uploader.queuedBytes()).isLessThanOrEqualTo(10 << 10);
        // ten wait, and maybe one is on its way
        assertThat(uploader.counters().dropped()).isBetween(89L, 90L);
    }

    @Test
    void with_a_folder_nothing_is_lost_while_a_server_is_away() throws IOException, InterruptedException {
        Uploader away =
                start(URI.create("http://127.0.0.1:9"), "queue.bytes=2k,spool.directory=" + folder + ",max.tries=1");
        for (int i = 0; i < 20; i++) {
            away.addRequest(new byte[1000]);
        }
        await(() -> away.counters().spooled() + away.queuedBytes() / 1000 >= 18);
        await(() -> away.counters().spooled() == 20);
        assertThat(away.counters().dropped()).isZero();

        try (PushReceiver receiver = PushReceiver.start()) {
            Uploader back = start(receiver.uri(), "spool.directory=" + folder);
            back.addRequest(new byte[1000]);
            await(() -> back.counters().sent() == 21);

            assertThat(receiver.requests()).hasSize(21);
        }
    }
}
