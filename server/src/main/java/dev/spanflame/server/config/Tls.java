package dev.spanflame.server.config;

import dev.spanflame.server.config.generator.Listing;
import dev.spanflame.server.http.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// TLS on the ports: 1.2 and 1.3, for HTTP/1.1, HTTP/2 and gRPC. The files are PEM.
///
/// @param certificate The server's certificate and, behind it, those that signed it. Empty: no TLS.
/// @param key         Its private key, PKCS #8 without password.
/// @param clientCa    Certificates of those who sign callers' certificates; callers must then show one.
///                    Empty: they need none.
/// @param ports       Which ports speak TLS, separated by commas: `otlp-grpc`, `otlp-http`, `query`,
///                    `pyroscope`, `admin`.
/// @param plain       Whether these ports also serve callers that come without TLS, and then without a
///                    certificate too.
/// @param reload      How often the files are looked at for changes. 0: they are read at the start alone.
public record Tls(String certificate, String key, String clientCa, String ports, boolean plain, Duration reload) {
    private static final Set<String> NAMES = Set.of("otlp-grpc", "otlp-http", "query", "pyroscope", "admin");

    /// Checks ranges and what belongs together.
    public Tls {
        new Rules()
                .that(
                        "key",
                        certificate.isEmpty() == key.isEmpty(),
                        "must be set where tls.certificate is, and only there")
                .that("client-ca", clientCa.isEmpty() || !certificate.isEmpty(), "needs tls.certificate")
                .that(
                        "ports",
                        NAMES.containsAll(Listing.of(ports)),
                        "must be of otlp-grpc, otlp-http, query, pyroscope, admin")
                .that(
                        "reload",
                        reload.isZero() || reload.compareTo(Duration.ofMillis(100)) >= 0,
                        "must be 0 or at least 100ms")
                .check();
    }

    /// No TLS; with a certificate on all ports but the one for administration, and there alone.
    public static Tls defaults() {
        return new Tls("", "", "", "otlp-grpc, otlp-http, query, pyroscope", false, Duration.ofMinutes(1));
    }

    /// The files, if TLS is on.
    public Optional<TlsFiles> files() {
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(new TlsFiles(
                        Path.of(certificate),
                        Path.of(key),
                        clientCa.isEmpty() ? Optional.empty() : Optional.of(Path.of(clientCa))));
    }

    /// Whether the port of this name speaks TLS once there is a certificate.
    public boolean covers(String port) {
        return Listing.of(ports).contains(port);
    }
}
