package dev.spanflame.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.server.edge.ByteBudget;
import dev.spanflame.server.edge.CountingBudget;
import dev.spanflame.server.edge.EdgeMeters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes over the wire of HTTP/1, byte by byte.
@Timeout(30)
final class Http1WireTest {
    private static final String HOST = "Host: x\r\n";

    private final ProbeRoutes probe = new ProbeRoutes();
    private TestPort port = open(quick());

    private static ListenerSettings quick() {
        ListenerSettings d = ListenerSettings.defaults();
        return new ListenerSettings(
                20,
                10,
                64,
                8 << 10,
                4 << 10,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                1024,
                Duration.ofMillis(600),
                Duration.ofMillis(500),
                d.drainTimeout());
    }

    private TestPort open(ListenerSettings settings) {
        return new TestPort(settings, false, probe.all(), List.of(), 4 << 20);
    }

    @AfterEach
    void close() {
        probe.gate.release(100);
        port.close();
    }

    private RawHttp connect() throws IOException {
        return new RawHttp(port.port());
    }

    @Test
    void keepsTheConnectionForTheNextRequest() throws IOException {
        try (RawHttp raw = connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(raw.send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n").answer())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .containsIgnoringCase("\r\ndate: ")
                        .doesNotContainIgnoringCase("connection: close")
                        .endsWith("pong");
            }
        }
    }

    @Test
    void speaksHttp10AsDefaultProxiesDo() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /ping HTTP/1.0\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("pong");
        }
        try (RawHttp raw = connect()) {
            String again = "GET /ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            assertThat(raw.send(again).answer()).containsIgnoringCase("connection: keep-alive");
            assertThat(raw.send(again).answer()).endsWith("pong");
        }
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /stream?pieces=2 HTTP/1.0\r\n\r\n").rest())
                    .doesNotContainIgnoringCase("chunked")
                    .hasSizeGreaterThan(128 << 10);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (RawHttp raw = connect()) {
            StringBuilder ahead = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                ahead.append("GET /show/").append(i).append(" HTTP/1.1\r\n" + HOST + "\r\n");
            }
            raw.send(ahead.toString());
            for (int i = 0; i < 40; i++) {
                assertThat(raw.answer()).contains("{id=" + i + "}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\nabcd",
                "POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /ping HTTP/1.1\r\n\r\n",
                "GET /ping HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /ping HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
                "NONSENSE\r\n\r\n",
            })
    void refusesAmbiguousOrMalformedRequestsAndCloses(String request) throws IOException {
        try (RawHttp raw = connect()) {
            String answer = raw.send(request).rest();
            assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("connection: close");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Transfer-Encoding: xchunked | 400",
                "Transfer-Encoding: identity | 400",
                "Transfer-Encoding: gzip | 400",
                "Transfer-Encoding: \"chunked\" | 400",
                "Transfer-Encoding: chunked;q=1 | 400",
                "Transfer-Encoding: chunked, chunked | 400",
                "Transfer-Encoding: chunked, gzip | 400",
                "Transfer-Encoding: chunked@Transfer-Encoding: identity | 400",
                "Transfer-Encoding: chunked@Transfer-Encoding: chunked | 400",
                "Transfer-Encoding: @Transfer-Encoding: chunked | 501",
                "Transfer-Encoding: xchunked@Content-Length: 3 | 400",
                "Transfer-Encoding:@ xchunked | 400",
                "Transfer-Encoding : chunked | 400",
                "Transfer-Encoding: gzip, chunked | 501",
                "Transfer-Encoding: gzip@Transfer-Encoding: chunked | 501",
            })
    void neverReadsABodyOfUnknownLengthAsTheNextRequest(String fields, String status) throws IOException {
        String smuggled = "0\r\n\r\nGET /ping HTTP/1.1\r\n" + HOST + "\r\n";
        String head = "POST /upload HTTP/1.1\r\n" + HOST + fields.replace("@", "\r\n") + "\r\n\r\n";
        for (String body : new String[] {smuggled, smuggled.substring(5)}) {
            try (RawHttp raw = connect()) {
                String answer = raw.send(head + body).rest();
                assertThat(answer)
                        .startsWith("HTTP/1.1 " + status + " ")
                        .containsIgnoringCase("connection: close")
                        .containsOnlyOnce("HTTP/1.1 ")
                        .doesNotContain("pong");
            }
        }
    }

    @Test
    void takesChunkedInAnyCaseAndRefusesItOfHttp10() throws IOException {
        String chunks = "\r\n\r\n4\r\nabcd\r\n0\r\n\r\n";
        try (RawHttp raw = connect()) {
            for (String name : new String[] {"chunked", "Chunked", " chunked "}) {
                String request = "POST /upload HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + name + chunks;
                assertThat(raw.send(request).answer()).endsWith("POST 4");
            }
        }
        try (RawHttp raw = connect()) {
            String request = "POST /upload HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked" + chunks;
            assertThat(raw.send(request).rest()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @Test
    void refusesAnUpgradeWhoseBodyHasNoKnownLength() throws IOException {
        try (RawHttp raw = connect()) {
            String request = "POST /upload HTTP/1.1\r\n" + HOST + "Connection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nTransfer-Encoding: xchunked\r\n\r\n";
            assertThat(raw.send(request).rest()).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/9.9", "HTTP/2.0", "HTTP/0.9"})
    void refusesVersionsThatAreNotSpoken(String version) throws IOException {
        try (RawHttp raw = connect()) {
            String request = "GET /ping " + version + "\r\n" + HOST + "\r\n";
            assertThat(raw.send(request).rest())
                    .startsWith("HTTP/1.1 505 ")
                    .contains(version)
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void refusesLongLinesAndHeaders() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n" + HOST + "\r\n")
                            .rest())
                    .startsWith("HTTP/1.1 414 ")
                    .contains("4096");
        }
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /ping HTTP/1.1\r\n" + HOST + "A: " + "a".repeat(9000) + "\r\n\r\n")
                            .rest())
                    .startsWith("HTTP/1.1 431 ")
                    .contains("8192");
        }
    }

    @Test
    void closesAConnectionThatDripsItsHead() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /ping HT").rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.rest()).isEmpty();
        }
    }

    @Test
    void givesUpABodyThatStops() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.send("POST /upload HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\nabc")
                            .rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("stopped after 3 bytes");
        }
        await(() -> port.budget.held() == 0 && port.listener.running() == 0);
    }

    @Test
    void sendsContinueOnlyWhenTheBodyIsWelcome() throws IOException {
        String head = "POST /upload HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: ";
        try (RawHttp raw = connect()) {
            assertThat(raw.send(head + "4\r\n\r\n").answer()).startsWith("HTTP/1.1 100 ");
            assertThat(raw.send("abcd").answer()).startsWith("HTTP/1.1 200 ").endsWith("POST 4");
        }
        try (RawHttp raw = connect()) {
            assertThat(raw.send(head + "400000000\r\n\r\n").rest()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void tellsAnUploaderOfTooMuchAlthoughItKeepsSending() throws IOException {
        try (RawHttp raw = connect()) {
            raw.send("POST /upload HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = new byte[64 << 10];
            int sent = 0;
            while (raw.available() == 0 && sent < 64) {
                raw.send("10000\r\n").send(chunk).send("\r\n");
                sent++;
            }
            assertThat(raw.answer()).startsWith("HTTP/1.1 413 ").contains("1048576");
            assertThat(port.budget.peak()).isLessThanOrEqualTo(ProbeRoutes.LIMIT);
        }
    }

    @Test
    void keepsTheConnectionAfterASmallRefusedBody() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.send("POST /nowhere HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\nabcd")
                            .answer())
                    .startsWith("HTTP/1.1 404 ")
                    .contains("POST /nowhere", "paths begin with /v1/");
            assertThat(raw.send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n").answer())
                    .endsWith("pong");
        }
    }

    @Test
    void tellsWorkWithinASecondThatTheSocketIsClosed() throws Exception {
        RawHttp raw = connect();
        raw.send("GET /wait HTTP/1.1\r\n" + HOST + "\r\n");
        await(() -> probe.running.get() == 1);
        raw.close();
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
        await(() -> port.listener.running() == 0);
    }

    @Test
    void stopsAStreamThatNobodyReads() throws Exception {
        try (RawHttp raw = connect()) {
            raw.send("GET /stream?pieces=100000 HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(probe.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
            // sockets take a few MiB, then our window of 256 KiB fills and the stall timeout of 500 ms passes
            assertThat(probe.pieces.get()).isLessThan(500);
        }
    }

    @Test
    void breaksOffAStreamThatFailsHalfWay() throws IOException {
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /stream-fails?size=5000 HTTP/1.1\r\n" + HOST + "\r\n")
                            .rest())
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotEndWith("0\r\n\r\n");
        }
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /stream-fails HTTP/1.1\r\n" + HOST + "\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 500 ")
                    .contains("block 7 is damaged");
        }
    }

    @Test
    void answersBusyBeyondTheLimitOfRequests() throws Exception {
        RawHttp[] waiting = new RawHttp[10];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = connect().send("GET /gate HTTP/1.1\r\n" + HOST + "\r\n");
        }
        await(() -> probe.running.get() == 10);
        try (RawHttp raw = connect()) {
            assertThat(raw.send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n").answer())
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 1");
        }
        probe.gate.release(10);
        for (RawHttp raw : waiting) {
            assertThat(raw.answer()).endsWith("through");
            raw.close();
        }
    }

    @Test
    void answersBusyWhenTheMemoryForBodiesIsFull() throws Exception {
        RawHttp[] half = new RawHttp[4];
        for (int i = 0; i < half.length; i++) {
            half[i] = connect().send("POST /upload HTTP/1.1\r\n" + HOST + "Content-Length: 1048576\r\n\r\nx");
        }
        await(() -> port.budget.held() == 4 << 20);
        try (RawHttp raw = connect()) {
            assertThat(raw.send("POST /upload HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\nx")
                            .answer())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("memory");
        }
        for (RawHttp raw : half) {
            raw.close();
        }
        await(() -> port.budget.held() == 0);
    }

    @Test
    void closesConnectionsBeyondTheirLimit() throws Exception {
        RawHttp[] open = new RawHttp[20];
        for (int i = 0; i < open.length; i++) {
            open[i] = connect().send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(open[i].answer()).endsWith("pong");
        }
        try (RawHttp raw = connect()) {
            assertThat(raw.rest()).isEmpty();
        }
        for (RawHttp raw : open) {
            raw.close();
        }
    }

    @Test
    void finishesRequestsInProgressWhenItCloses() throws Exception {
        try (RawHttp busy = connect();
                RawHttp idle = connect()) {
            busy.send("GET /gate HTTP/1.1\r\n" + HOST + "\r\n");
            await(() -> probe.running.get() == 1);
            Thread closing = Thread.ofVirtual().start(port.listener::close);
            assertThat(idle.rest()).isEmpty();
            probe.gate.release();
            assertThat(busy.rest()).startsWith("HTTP/1.1 200 ").endsWith("through");
            closing.join();
        }
    }

    private static HttpListener.Place place(InetSocketAddress address) {
        return new HttpListener.Place("query", address, Optional.empty());
    }

    @Test
    void namesTheAddressThatIsTaken() {
        try (EventLoops loops = new EventLoops(1)) {
            HttpListener.Setup setup =
                    new HttpListener.Setup(loops, quick(), ByteBudget.unbounded(), new EdgeMeters(new MemoryMeters()));
            assertThatThrownBy(() -> HttpListener.open(place(port.listener.address()), setup, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port query cannot listen on")
                    .hasMessageContaining(":" + port.port())
                    .hasMessageContaining("--listen.query=HOST:PORT");
            InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 3200);
            assertThatThrownBy(() -> HttpListener.open(place(nowhere), setup, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port query cannot listen on no-such-host.invalid:3200: unknown host")
                    .hasMessageContaining("--listen.query=HOST:PORT");
        }
    }

    @Test
    void reservesAsTheBodyGrowsNotAsItIsAnnounced() throws Exception {
        CountingBudget budget = port.budget;
        try (RawHttp raw = connect()) {
            raw.send("POST /upload HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            await(() -> budget.held() > 0);
            assertThat(budget.held()).isLessThanOrEqualTo(4096);
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
