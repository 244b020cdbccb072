package dev.spanflame.objectstore.server;

import dev.spanflame.objectstore.S3Keys;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts real S3 servers, each as a process of its own that ends with the test's virtual machine at the latest.
public final class S3Servers {
    /// Version of the MinIO server, which is published as source only.
    public static final String MINIO_VERSION = "v0.0.0-20260212201848-7aac2a2c5b7c";

    private static final String MOTO = "moto[server]==5.2.5";
    private static final S3Keys.Given KEYS = new S3Keys.Given("local-access", "local-secret", Optional.empty());

    private S3Servers() {}

    /// S3Proxy over files, without a notion of session tokens: it passes over them. Its class path is written by the
    /// build of the module `object-store`.
    public static S3Server s3Proxy() {
        return s3Proxy("");
    }

    /// The same, which also speaks TLS on `port`, with the key and certificate of a PKCS12 file.
    public static S3Server s3ProxyWithTls(int port, Path keyStore, String password) {
        return s3Proxy("""
                s3proxy.secure-endpoint=https://127.0.0.1:%d
                s3proxy.keystore-path=%s
                s3proxy.keystore-password=%s
                """.formatted(port, keyStore, password));
    }

    private static S3Server s3Proxy(String furtherSettings) {
        Path home = scratch("s3proxy");
        int port = ServerProcess.freePort();
        write(
                home.resolve("s3proxy.conf"),
                """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.ignore-unknown-headers=true
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, KEYS.accessKey(), KEYS.secretKey(), directory(home.resolve("data")))
                        + furtherSettings);
        write(home.resolve("logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %level %logger{0} %msg%n</pattern></encoder>
                  </appender>
                  <root level="warn"><appender-ref ref="out"/></root>
                </configuration>
                """);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
                "-cp",
                s3ProxyClassPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                home.resolve("s3proxy.conf").toString());
        return new S3Server("S3Proxy 4.1.0", ServerProcess.start(command, Map.of(), home, port), KEYS, home);
    }

    private static String s3ProxyClassPath() {
        Path file = Toolchains.root().resolve("object-store/target/s3proxy/classpath");
        try {
            return String.join(File.pathSeparator, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " is missing: build the module object-store first (mvn -pl object-store test-compile)", e);
        }
    }

    /// moto, which keeps objects in memory and does not look at signatures.
    ///
    /// It looks whether a key is taken, then stores the object, so its requests are let in one by one: else its
    /// conditional put would have several winners now and then. That it searches its own directory and
    /// writes a line for every request is turned off, which saves a third of the time.
    public static S3Server moto() {
        Path python = Toolchains.pythonWith(MOTO);
        int port = ServerProcess.freePort();
        String script = """
                import logging
                import threading
                import moto.backends as backends
                import moto.server as server

                logging.getLogger("werkzeug").setLevel(logging.ERROR)
                modules = list(backends.list_of_moto_modules())
                backends.list_of_moto_modules = lambda: modules
                lock = threading.Lock()
                serve = server.run_simple

                def serve_one_by_one(host, port, app, **options):
                    def locked(environ, start_response):
                        with lock:
                            return app(environ, start_response)
                    serve(host, port, locked, **options)

                server.run_simple = serve_one_by_one
                server.main(["-H", "127.0.0.1", "-p", "%d"])
                """.formatted(port);
        List<String> command = List.of(python.toString(), "-c", script);
        Path home = scratch("moto");
        return new S3Server("moto 5.2.5", ServerProcess.start(command, Map.of(), home, port), KEYS, home);
    }

    /// The MinIO server; takes minutes to build for the first time.
    public static S3Server minio() {
        Path program = Toolchains.goProgram("github.com/minio/minio", MINIO_VERSION);
        Path home = scratch("minio");
        int port = ServerProcess.freePort();
        List<String> command = List.of(
                program.toString(),
                "server",
                "--quiet",
                "--address",
                "127.0.0.1:" + port,
                directory(home.resolve("data")).toString());
        Map<String, String> environment =
                Map.of("MINIO_ROOT_USER", KEYS.accessKey(), "MINIO_ROOT_PASSWORD", KEYS.secretKey());
        return new S3Server(
                "MinIO " + MINIO_VERSION, ServerProcess.start(command, environment, home, port), KEYS, home);
    }

    private static Path scratch(String name) {
        try {
            Path parent = directory(Toolchains.root().resolve("target").resolve("s3-servers"));
            return Files.createTempDirectory(parent, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
