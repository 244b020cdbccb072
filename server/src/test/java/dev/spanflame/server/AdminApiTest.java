package dev.spanflame.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.RawHttp;
import dev.spanflame.server.http.TestPort;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the administration port does for whom.
@Timeout(30)
final class AdminApiTest {
    private final AtomicInteger flushes = new AtomicInteger();
    private final AtomicInteger stops = new AtomicInteger();
    private final AdminApi admin = new AdminApi(
            new AdminGuard("admin.internal"),
            flushes::incrementAndGet,
            () -> {
                throw new IOException("3 merges failed");
            },
            stops::incrementAndGet);
    private final TestPort port = new TestPort(ListenerSettings.defaults(), false, admin.routes(), List.of());

    @AfterEach
    void close() {
        port.close();
    }

    private String ask(String request, String headers) throws IOException {
        try (RawHttp raw = new RawHttp(port.port())) {
            return raw.send(request + " HTTP/1.1\r\n" + headers + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .rest();
        }
    }

    @Test
    void doesWhatOperatorsAskByPostAlone() throws IOException {
        String host = "Host: 127.0.0.1:3201\r\n";
        assertThat(ask("POST /flush", host)).startsWith("HTTP/1.1 200 ").endsWith("in committed blocks\n");
        assertThat(ask("POST /compact", host)).startsWith("HTTP/1.1 503 ").endsWith("3 merges failed\n");
        assertThat(ask("POST /shutdown", host)).startsWith("HTTP/1.1 202 ").endsWith("stopping\n");
        assertThat(ask("GET /shutdown", host)).startsWith("HTTP/1.1 405 ");
        assertThat(flushes).hasValue(1);
        assertThat(stops).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:3201",
                "10.1.2.3",
                "[::1]:3201",
                "[::1]",
                "localhost",
                "LOCALHOST:3201",
                "Admin.Internal:3201",
            })
    void answersToAddressesLocalhostAndItsConfiguredName(String host) throws IOException {
        assertThat(ask("POST /flush", "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("POST /flush", "Host: " + host + "\r\nOrigin: http://" + host + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:3201",
                "localhost.evil.example",
                "127.0.0.1.evil.example:3201",
                "[evil.example]:3201",
                "localhost@evil.example",
            })
    void refusesNamesThatWereMadeToPointAtIt(String host) throws IOException {
        String same = "Host: " + host + "\r\nOrigin: http://" + host + "\r\n";
        for (String path : new String[] {"/flush", "/compact", "/shutdown"}) {
            assertThat(ask("POST " + path, same))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("Host '" + host + "'", "localhost", "listen.admin");
        }
        assertThat(flushes).hasValue(0);
        assertThat(stops).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:3201, http://evil.example",
        "localhost:3201, http://evil.example:3201",
        "localhost:3201, http://localhost:8080",
        "localhost:3201, http://localhost",
        "127.0.0.1:3201, http://localhost:3201",
        "127.0.0.1:3201, null",
        "127.0.0.1:3201, file://",
    })
    void refusesPagesOfAnotherOrigin(String host, String origin) throws IOException {
        for (String path : new String[] {"/flush", "/compact", "/shutdown"}) {
            assertThat(ask("POST " + path, "Host: " + host + "\r\nOrigin: " + origin + "\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("'" + origin + "'", "no Origin");
        }
        assertThat(flushes).hasValue(0);
        assertThat(stops).hasValue(0);
    }
}
