package dev.spanflame.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sends to a receiver that answers as each test wants.
class RemoteWriteTest {
    private static final Tenant TENANT = new Tenant("eu");
    private static final Path FOLDER = Path.of("/queue");
    private static final String PREFIX = "spanflame_metrics_generator_remote_write_";

    private final ForgetfulDisk disk = new ForgetfulDisk();
    private final MemoryMeters meters = new MemoryMeters();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private HttpServer receiver;

    private record Received(Map<String, List<String>> headers, byte[] body, long nanos) {
        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }
    }

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::answer);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new Received(exchange.getRequestHeaders(), body, System.nanoTime()));
        Integer status = answers.poll();
        if (status != null && status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private RemoteWrite open(Map<String, String> headers, boolean tenantHeader) throws IOException {
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/api/v1/write");
        RemoteWriteSettings settings = new RemoteWriteSettings(
                url,
                headers,
                tenantHeader,
                1000,
                100,
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                Duration.ofMillis(20));
        return RemoteWrite.open(settings, disk, FOLDER, meters);
    }

    private static WriteRequest request(int number) {
        return new WriteRequest(number, new byte[] {(byte) number});
    }

    private int next() throws InterruptedException {
        return take().body()[0];
    }

    private Received take() throws InterruptedException {
        Received one = received.poll(10, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return one;
    }

    @Test
    void a_request_carries_the_headers_of_the_protocol_and_the_tenant() throws Exception {
        try (RemoteWrite remote = open(Map.of("Authorization", "Bearer t", "X-Other", "1"), true)) {
            remote.send(TENANT, List.of(request(1)));
            Received one = take();

            assertThat(one.header("Content-encoding")).isEqualTo("snappy");
            assertThat(one.header("Content-type")).isEqualTo("application/x-protobuf");
            assertThat(one.header("X-prometheus-remote-write-version")).isEqualTo("0.1.0");
            assertThat(one.header("X-scope-orgid")).isEqualTo("eu");
            assertThat(one.header("Authorization")).isEqualTo("Bearer t");
            assertThat(one.header("X-other")).isEqualTo("1");
        }
    }

    @Test
    void a_tenant_that_is_configured_is_not_replaced() throws Exception {
        try (RemoteWrite remote = open(Map.of("x-scope-orgid", "fixed"), true)) {
            remote.send(TENANT, List.of(request(1)));

            assertThat(take().header("X-scope-orgid")).isEqualTo("fixed");
        }
    }

    @Test
    void without_multi_tenancy_no_tenant_is_named() throws Exception {
        try (RemoteWrite remote = open(Map.of(), false)) {
            remote.send(TENANT, List.of(request(1)));

            assertThat(take().headers()).doesNotContainKey("X-scope-orgid");
        }
    }

    @Test
    void a_failing_receiver_gets_the_same_request_until_it_takes_it() throws Exception {
        answers.addAll(List.of(500, 503, 502));
        try (RemoteWrite remote = open(Map.of(), false)) {
            remote.send(TENANT, List.of(request(1), request(2)));

            assertThat(List.of(next(), next(), next(), next(), next())).containsExactly(1, 1, 1, 1, 2);
            remote.drain(Duration.ofSeconds(10));
        }
        assertThat(meters.value(PREFIX + "samples_total", "eu")).isEqualTo(3);
        assertThat(meters.value(PREFIX + "requests_total", "eu", "retried")).isEqualTo(3);
        assertThat(disk.list(FOLDER.resolve("eu"))).isEmpty();
    }

    @Test
    void several_callers_share_the_queue_of_a_tenant_each_in_its_order() throws Exception {
        int each = 20;
        try (RemoteWrite remote = open(Map.of(), false)) {
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int first = caller * each;
                callers.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        send(remote, first + i);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < 4 * each; i++) {
                all.add(next());
            }

            assertThat(all).doesNotHaveDuplicates();
            for (int caller = 0; caller < 4; caller++) {
                int its = caller;
                assertThat(all.stream().filter(number -> number / each == its)).isSorted();
            }
            remote.drain(Duration.ofSeconds(10));
        }
        assertThat(disk.list(FOLDER.resolve("eu"))).isEmpty();
    }

    private static void send(RemoteWrite remote, int number) {
        try {
            remote.send(TENANT, List.of(request(number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_receiver_says_when_to_come_again() throws Exception {
        answers.add(429);
        try (RemoteWrite remote = open(Map.of(), false)) {
            remote.send(TENANT, List.of(request(1)));
            long first = take().nanos();
            long second = take().nanos();

            assertThat(Duration.ofNanos(second - first)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(8));
        }
    }

    @Test
    void a_refused_request_is_dropped_and_counted_and_the_next_one_sent() throws Exception {
        answers.add(400);
        try (RemoteWrite remote = open(Map.of(), false)) {
            remote.send(TENANT, List.of(request(7), request(2)));

            assertThat(List.of(next(), next())).containsExactly(7, 2);
            remote.drain(Duration.ofSeconds(10));
        }
        assertThat(meters.value(PREFIX + "samples_dropped_total", "eu", "refused"))
                .isEqualTo(7);
        assertThat(meters.value(PREFIX + "samples_total", "eu")).isEqualTo(2);
    }

    @Test
    void what_was_not_sent_is_sent_by_the_next_process() throws Exception {
        answers.addAll(List.of(500, 500, 500, 500, 500, 500, 500, 500, 500, 500));
        try (RemoteWrite remote = open(Map.of(), false)) {
            remote.send(TENANT, List.of(request(1), request(2)));
            assertThat(next()).isEqualTo(1);
        }
        answers.clear();
        received.clear();

        try (RemoteWrite remote = open(Map.of(), false)) {
            assertThat(List.of(next(), next())).containsExactly(1, 2);
            remote.drain(Duration.ofSeconds(10));
        }
        assertThat(meters.readings(PREFIX + "queue_bytes"))
                .singleElement()
                .satisfies(reading -> assertThat(reading.value()).isZero());
    }
}
