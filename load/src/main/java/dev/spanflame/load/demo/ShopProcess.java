package dev.spanflame.load.demo;

import dev.spanflame.load.shop.ShopMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The shop in a JVM of its own, so that its profile shows the shop alone.
final class ShopProcess implements AutoCloseable {
    private static final long CLOSE_SECONDS = 8;

    private final Process process;

    private ShopProcess(Process process) {
        this.process = process;
    }

    /// Starts it with the Java and the class path of this process, and with the agent of this jar; it ends when this
    /// process does, however that ends.
    static ShopProcess start(ServerAddresses server, Path agent, double visits, long seed) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                // so that the profiler attributes time to the line it was spent in
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DebugNonSafepoints",
                "-javaagent:" + agent + "=" + String.join(",", settings(server)),
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.SimpleFormatter.format=shop: %4$s %5$s%n",
                "-cp",
                System.getProperty("java.class.path"),
                ShopMain.class.getName(),
                "--otlp",
                server.otlpGrpc().toString(),
                "--visits",
                Double.toString(visits),
                "--seed",
                Long.toString(seed));
        return new ShopProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Finer than by default, and sent sooner: a demo is short.
    private static List<String> settings(ServerAddresses server) {
        return List.of(
                "server.address=" + server.pyroscope(),
                "application.name=" + ShopMain.APPLICATION,
                "labels=service_namespace=shop,environment=demo",
                "interval=5ms",
                "alloc=256k",
                "lock=1ms",
                "upload.interval=5s");
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// Its exit status, waited for.
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /// Ends its input, which ends it; one that does not is killed.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
