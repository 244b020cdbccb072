package dev.spanflame.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long and how large the header fields of an HTTP/2 request may be.
@Timeout(30)
final class Http2HeadTest {
    private static final int HEADER_BYTES = 64 << 10;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = "000000" + "04" + "00" + "00000000";
    /// A HEADERS frame on stream 1 with `:method GET` alone that has no END_HEADERS.
    private static final String HALF_HEADERS = "000001" + "01" + "01" + "00000001" + "82";

    private final ProbeRoutes probe = new ProbeRoutes();
    private final TestPort port = new TestPort(settings(), false, probe.all(), List.of(), 64L << 20);

    private static ListenerSettings settings() {
        ListenerSettings d = ListenerSettings.defaults();
        return new ListenerSettings(
                100,
                200,
                64,
                HEADER_BYTES,
                d.maxUrlBytes(),
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                100,
                Duration.ofMinutes(1),
                d.stallTimeout(),
                d.drainTimeout());
    }

    @AfterEach
    void close() {
        port.close();
    }

    private static byte[] bytes(String... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(HexFormat.of().parseHex(SETTINGS + String.join("", frames)));
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // header fields that go on in a frame that never comes
                HALF_HEADERS,
                // and in one that never ends
                HALF_HEADERS + "000010" + "09" + "04" + "00000001" + "86",
                // and in ever more empty ones, the last of which is missing
                HALF_HEADERS + "000000" + "09" + "00" + "00000001",
                // half the head of a frame
                "0000",
                // half a PING, half a SETTINGS
                "000008" + "06" + "00" + "00000000" + "00000000",
                "000006" + "04" + "00" + "00000000" + "0003",
                // half a DATA frame
                "000010" + "00" + "00" + "00000001" + "0000",
            })
    void closesAConnectionThatStopsWithinAFrame(String frames) throws IOException {
        try (RawHttp raw = new RawHttp(port.port())) {
            String all = raw.send(bytes(frames)).rest();
            assertThat(all).as("GOAWAY with ENHANCE_YOUR_CALM and a text").contains("\0\0\0\13a frame or a block");
        }
    }

    @Test
    void letsABodyTakeLongerThanItsHeadAsLongAsItGoesOn() throws Exception {
        try (RawHttp raw = new RawHttp(port.port())) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86, 0x04, 7});
            head.writeBytes("/upload".getBytes(StandardCharsets.US_ASCII));
            head.writeBytes(new byte[] {0x01, 1, 'x'});
            String hex = HexFormat.of().formatHex(head.toByteArray());
            raw.send(bytes("00000e" + "01" + "04" + "00000001" + hex, "000064" + "00" + "00" + "00000001"));
            byte[] frameAndHeadOfTheNext = new byte[109];
            System.arraycopy(
                    HexFormat.of().parseHex("000064" + "00" + "00" + "00000001"), 0, frameAndHeadOfTheNext, 100, 9);
            for (int i = 0; i < 10; i++) {
                // the pace of the sender: every read ends within a frame, for twice the time of a head
                LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
                raw.send(frameAndHeadOfTheNext);
            }
            raw.send(new byte[100]).send(HexFormat.of().parseHex("000000" + "00" + "01" + "00000001"));
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().contains("POST 1100")) {
                int b = raw.read();
                assertThat(b).as("the connection goes on").isNotNegative();
                seen.append((char) b);
            }
        }
    }

    @Test
    void announcesTheLimitOfHeaderFields() throws Exception {
        try (Http2Probe client = new Http2Probe(port.port())) {
            assertThat(client.maxHeaders()).isEqualTo(HEADER_BYTES);
        }
    }

    @Test
    void refusesMoreHeaderFieldsThanItAnnounces() throws Exception {
        try (Http2Probe client = new Http2Probe(port.port())) {
            assertThat(client.open("/ping", 60_000, 1).next()).isEqualTo("headers 200");
            assertThat(client.open("/ping", 70_000, 1).next()).isEqualTo("headers 431");
            assertThat(client.open("/ping", 15_000, 6).next()).isEqualTo("headers 431");
            assertThat(client.open("/ping", 100, 1).next()).isEqualTo("headers 200");
        }
        try (Http2Probe client = new Http2Probe(port.port())) {
            client.open("/ping", 200_000, 2);
            long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (client.isOpen()) {
                assertThat(System.nanoTime()).as("the connection ends").isLessThan(until);
                Thread.onSpinWait();
            }
        }
    }
}
