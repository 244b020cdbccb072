package dev.spanflame.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.S3Access;
import dev.spanflame.objectstore.S3Access.Addressing;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import dev.spanflame.objectstore.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service behind a certificate that no public authority signed.
class S3TlsTest {
    private static final String PASSWORD = "changeit";
    private static final RetryPolicy ONCE = new RetryPolicy(
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));

    @TempDir
    Path temporary = Path.of("target");

    @Test
    void httpsIsSpokenAndTheCertificateIsChecked() throws Exception {
        Path keyStore = temporary.resolve("keys.p12");
        Path certificate = temporary.resolve("certificate.pem");
        keytool(keyStore, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1");
        keytool(keyStore, "-exportcert", "-rfc", "-file", certificate.toString());
        int port = ServerProcess.freePort();
        try (S3Server server = S3Servers.s3ProxyWithTls(port, keyStore, PASSWORD)) {
            server.createBucket("secure");
            try (ObjectStore store = open(server, port, Map.of("SSL_CERT_FILE", certificate.toString()))) {
                store.put("k", Payload.of(new byte[] {1, 2}));
                assertThat(store.get("k")).containsExactly(1, 2);
            }
            try (ObjectStore store = open(server, port, Map.of())) {
                assertThatThrownBy(() -> store.get("k")).isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.trouble()).isEqualTo(Trouble.UNREACHABLE);
                    assertThat(e).hasMessageContaining("TLS").hasMessageContaining("certificate");
                });
            }
            assertThatThrownBy(() -> open(server, port, Map.of("SSL_CERT_FILE", keyStore.toString())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(keyStore.toString());
        }
    }

    private static ObjectStore open(S3Server server, int port, Map<String, String> environment) throws IOException {
        S3Access access = new S3Access(
                Optional.of(URI.create("https://127.0.0.1:" + port)),
                Optional.of(S3Server.REGION),
                Addressing.PATH,
                server.keys(),
                ONCE);
        return S3ObjectStore.open(
                new ObjectStoreConfig.S3("secure", "", access), new RealDisk(), InstantSource.system(), environment);
    }

    private static void keytool(Path keyStore, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments[0],
                "-alias",
                "s3",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Path log = Files.createTempFile("keytool", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }
}
