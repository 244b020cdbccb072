package dev.spanflame.server.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.server.TestCertificate;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.server.http.TestPort;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TlsDoorTest {
    private static final List<Route> ROUTES = List.of(
            Route.read("/ping", _ -> HttpReply.text(200, "pong")),
            Route.read("/large", _ -> HttpReply.text(200, "x".repeat(3 << 20))));

    @TempDir
    private Path folder;

    private TestCertificate ours;
    private TlsFiles files;

    @BeforeEach
    void makeCertificate() throws Exception {
        ours = TestCertificate.make(folder, "ours");
        files = new TlsFiles(ours.certificate(), ours.key(), Optional.empty());
    }

    @Test
    void speaksBothVersionsOfHttpAsTheCallerPrefers() throws Exception {
        try (TlsKeys keys = TlsKeys.open(files, Duration.ZERO);
                TestPort port = port(keys, false)) {
            for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
                HttpResponse<String> answer = get(port, "/large", version, ours.client());
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body()).hasSize(3 << 20);
            }
        }
    }

    @Test
    void aCallerWithoutTlsIsToldOrLetThrough() throws Exception {
        try (TlsKeys keys = TlsKeys.open(files, Duration.ZERO);
                TestPort strict = port(keys, false);
                TestPort open = port(keys, true)) {
            assertThat(plain(strict)).startsWith("HTTP/1.1 400 ").contains("https://");
            assertThat(plain(open)).startsWith("HTTP/1.1 200 ").endsWith("pong");
            assertThat(get(open, "/ping", Version.HTTP_2, ours.client()).body()).isEqualTo("pong");
        }
    }

    @Test
    void aCallerWithoutAKnownCertificateIsRefusedWhereOneIsWanted() throws Exception {
        TestCertificate stranger = TestCertificate.make(folder, "stranger");
        TlsFiles mutual = new TlsFiles(ours.certificate(), ours.key(), Optional.of(ours.certificate()));
        try (TlsKeys keys = TlsKeys.open(mutual, Duration.ZERO);
                TestPort port = port(keys, false)) {
            assertThat(get(port, "/ping", Version.HTTP_2, ours.client()).body()).isEqualTo("pong");
            assertThatThrownBy(() -> get(port, "/ping", Version.HTTP_2, stranger.client()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aNewCertificateHoldsForNewConnectionsAndABrokenOneChangesNothing() throws Exception {
        TestCertificate next = TestCertificate.make(folder, "next");
        try (TlsKeys keys = TlsKeys.open(files, Duration.ofMillis(20));
                TestPort port = port(keys, false)) {
            Files.writeString(ours.key(), "no key");
            assertThat(get(port, "/ping", Version.HTTP_1_1, ours.client()).body())
                    .isEqualTo("pong");
            Files.copy(next.key(), ours.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(next.certificate(), ours.certificate(), StandardCopyOption.REPLACE_EXISTING);
            while (!isTrusted(port, next)) {
                Thread.onSpinWait();
            }
            assertThat(isTrusted(port, ours)).isFalse();
        }
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws Exception {
        try (TlsKeys keys = TlsKeys.open(files, Duration.ZERO);
                TestPort port = port(keys, false);
                SSLSocket socket =
                        (SSLSocket) ours.client().getSocketFactory().createSocket("127.0.0.1", port.port())) {
            assertThat(socket.getSupportedProtocols()).contains("TLSv1.1");
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void filesOfNoUseAreNamed() throws Exception {
        Path nothing = folder.resolve("nothing.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        assertThatThrownBy(() -> open(nothing, ours.key())).hasMessageContaining("tls.certificate cannot be read");
        assertThatThrownBy(() -> open(ours.certificate(), nothing)).hasMessageContaining("tls.key cannot be read");
        assertThatThrownBy(() -> open(text, ours.key())).hasMessageContaining("make no TLS");
        assertThatThrownBy(() -> open(ours.certificate(), text)).hasMessageContaining("PKCS #8");
    }

    private static void open(Path certificate, Path key) throws IOException {
        TlsKeys.open(new TlsFiles(certificate, key, Optional.empty()), Duration.ZERO)
                .close();
    }

    private static TestPort port(TlsKeys keys, boolean plain) {
        return new TestPort(new TlsDoor.Setup(keys, plain), ROUTES, List.of());
    }

    private static boolean isTrusted(TestPort port, TestCertificate certificate) throws Exception {
        try {
            return get(port, "/ping", Version.HTTP_1_1, certificate.client()).statusCode() == 200;
        } catch (SSLException _) {
            return false;
        }
    }

    private static HttpResponse<String> get(TestPort port, String path, Version version, SSLContext context)
            throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + port.port() + path);
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(context).version(version).build()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String plain(TestPort port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port.port())) {
            socket.getOutputStream()
                    .write("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
