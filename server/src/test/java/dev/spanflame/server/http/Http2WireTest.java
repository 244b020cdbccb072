package dev.spanflame.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.grpc.ProbeMethods;
import io.netty.handler.codec.http2.Http2Error;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What HTTP/2 callers can do to a listener, frame by frame.
@Timeout(30)
final class Http2WireTest {
    private final ProbeRoutes probe = new ProbeRoutes();
    private final TestPort port = new TestPort(shortStalls(), false, probe.all(), new ProbeMethods().all(), 64L << 20);
    private final Http2Probe client = new Http2Probe(port.port());

    private static ListenerSettings shortStalls() {
        ListenerSettings d = ListenerSettings.defaults();
        return new ListenerSettings(
                100,
                200,
                64,
                d.maxHeaderBytes(),
                d.maxUrlBytes(),
                d.headTimeout(),
                Duration.ofSeconds(2),
                1024,
                Duration.ofMillis(900),
                Duration.ofMillis(700),
                d.drainTimeout());
    }

    @AfterEach
    void close() {
        probe.gate.release(200);
        client.close();
        port.close();
    }

    @Test
    void answersRequestsOnOneConnection() throws Exception {
        for (int i = 0; i < 5; i++) {
            Http2Probe.Stream stream = client.open("GET", "/show/" + i, true);
            assertThat(stream.next()).isEqualTo("headers 200");
            assertThat(stream.next()).contains("{id=" + i + "}");
            assertThat(stream.next()).isEqualTo("end");
        }
    }

    @Test
    void answersHeadWithoutContent() throws Exception {
        Http2Probe.Stream stream = client.open("HEAD", "/ping", true);
        assertThat(stream.next()).isEqualTo("headers 200");
        assertThat(stream.next()).isEqualTo("end");
    }

    @Test
    void forgetsAnUploadThatIsReset() {
        Http2Probe.Stream stream = client.open("POST", "/upload", false);
        stream.data(new byte[1000], false);
        await(() -> port.budget.held() > 0);
        stream.reset();
        await(() -> port.budget.held() == 0 && port.listener.running() == 0);
    }

    @Test
    void forgetsUploadsOfAConnectionThatIsGone() {
        for (int i = 0; i < 10; i++) {
            client.open("POST", "/upload", false).data(new byte[1000], false);
        }
        await(() -> port.budget.held() >= 10_000 && port.listener.running() == 10);
        client.close();
        await(() -> port.budget.held() == 0 && port.listener.running() == 0);
    }

    @Test
    void servesNeighboursOfABodyInManySmallFrames() throws Exception {
        Http2Probe.Stream slow = client.open("POST", "/upload", false);
        for (int i = 0; i < 100; i++) {
            slow.data(new byte[1], false);
        }
        assertThat(client.open("GET", "/ping", true).next()).isEqualTo("headers 200");
        assertThat(port.budget.held()).as("the slow body is still on its way").isPositive();
        slow.data(new byte[1], true);
        assertThat(slow.next()).isEqualTo("headers 200");
        assertThat(slow.next()).isEqualTo("data POST 101");
    }

    @Test
    void givesUpABodyThatStops() throws Exception {
        Http2Probe.Stream stream = client.open("POST", "/upload", false);
        stream.data(new byte[10], false);
        assertThat(stream.next()).isEqualTo("headers 408");
    }

    @Test
    void tellsWorkWithinASecondThatItsStreamIsReset() throws Exception {
        Http2Probe.Stream stream = client.open("GET", "/wait", true);
        await(() -> probe.running.get() == 1);
        stream.reset();
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsWorkWithinASecondThatItsConnectionIsGone() throws Exception {
        client.open("GET", "/wait", true);
        await(() -> probe.running.get() == 1);
        client.close();
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void resetsAStreamThatNobodyReadsAndServesItsNeighbours() throws Exception {
        Http2Probe.Stream stalled = client.open("GET", "/stream?pieces=1000", true);
        assertThat(stalled.next()).isEqualTo("headers 200");
        stalled.stopReading();
        assertThat(client.open("GET", "/ping", true).next()).isEqualTo("headers 200");
        assertThat(probe.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(probe.pieces.get()).isLessThan(20);
        assertThat(client.open("GET", "/ping", true).next()).isEqualTo("headers 200");
    }

    @Test
    void refusesAnUploadEarlyAndKeepsTheConnection() throws Exception {
        Http2Probe.Stream stream = client.open("POST", "/upload", false);
        byte[] piece = new byte[16 << 10];
        for (int i = 0; i < 80; i++) {
            stream.data(piece, false);
        }
        assertThat(stream.next()).isEqualTo("headers 413");
        assertThat(stream.next()).contains("1048576");
        assertThat(stream.next()).isEqualTo("end");
        assertThat(stream.next()).isEqualTo("reset NO_ERROR");
        assertThat(client.open("GET", "/ping", true).next()).isEqualTo("headers 200");
    }

    @Test
    void breaksOffAStreamThatFailsHalfWay() throws Exception {
        Http2Probe.Stream stream = client.open("GET", "/stream-fails?size=3", true);
        assertThat(stream.next()).isEqualTo("headers 200");
        assertThat(stream.next()).startsWith("data ");
        assertThat(stream.next()).isEqualTo("reset INTERNAL_ERROR");
    }

    @Test
    void allowsAsManyStreamsAsOneConnectionMayHave() throws Exception {
        assertThat(client.maxStreams()).isEqualTo(64);
        for (int i = 0; i < 64; i++) {
            client.open("GET", "/gate", true);
        }
        await(() -> probe.running.get() == 64);
    }

    @Test
    void endsAConnectionThatResetsItsStreamsAsFastAsItOpensThem() {
        client.openAndReset("/wait", 400);
        await(() -> !client.isOpen());
        // a connection that is closed under way may lose its goodbye, but never says that all is well
        assertThat(client.goAwaysSoFar()).doesNotContain(Http2Error.NO_ERROR);
        await(() -> port.listener.running() == 0);
    }

    @Test
    void saysGoodbyeToAnIdleConnection() throws Exception {
        assertThat(client.goAway()).isEqualTo(Http2Error.NO_ERROR);
        await(() -> !client.isOpen());
    }

    @Test
    void finishesStreamsWhenItCloses() throws Exception {
        Http2Probe.Stream stream = client.open("GET", "/gate", true);
        await(() -> probe.running.get() == 1);
        Thread closing = Thread.ofVirtual().start(port.listener::close);
        assertThat(client.goAway()).isEqualTo(Http2Error.NO_ERROR);
        probe.gate.release();
        assertThat(stream.next()).isEqualTo("headers 200");
        assertThat(stream.next()).isEqualTo("data through");
        closing.join();
    }

    @Test
    void upgradesARequestWithoutBodyAndAnswersOneWithBodyAsItCame() throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest get =
                    HttpRequest.newBuilder(URI.create(port.url("/show/up?q=1"))).build();
            HttpResponse<String> answer = http.send(get, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).contains("{id=up} 1");
            assertThat(http.send(get, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("{id=up} 1");
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest post = HttpRequest.newBuilder(URI.create(port.url("/upload")))
                    .POST(HttpRequest.BodyPublishers.ofString("hello"))
                    .build();
            HttpResponse<String> answer = http.send(post, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("POST 5");
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition not reached in 10 s").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
