package dev.spanflame.server;

import dev.spanflame.server.log.Logging;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// `spanflame train`: a server in a temporary folder that takes spans and profiles, makes blocks, merges them and
/// answers queries, and ends. A JVM that records this run (`-XX:AOTCacheOutput`) makes of it a cache from which later
/// processes start with classes loaded and linked; `bin/spanflame` says when. A little of everything is enough: what
/// the compiler makes of it is not kept, and more spans have not made later processes faster.
final class TrainCommand implements Callable<Integer> {
    static final String NAME = "train";

    private static final int SPANS = 2_000;
    private static final int TRACES = 50;
    private static final int PROFILES = 4;
    private static final int BLOCKS = 2;

    private TrainCommand() {}

    /// What picocli runs.
    static CommandSpec spec() {
        CommandSpec spec =
                CommandSpec.wrapWithoutInspection(new TrainCommand()).name(NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description("Uses a server of its own as it will be used, for a JVM that records it.");
        return spec;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("spanflame-train");
        try {
            return train(folder);
        } finally {
            delete(folder);
        }
    }

    private static int train(Path folder) throws IOException, InterruptedException {
        Logging.install(ServerCommand.defaults(List.of()).log().level(), System.err);
        try (Application application = Application.open(ServerCommand.defaults(List.of(
                "--data=" + folder.resolve("data"),
                "--store=" + folder.resolve("blocks"),
                "--query.warm-up=0s",
                "--listen.otlp-grpc=127.0.0.1:0",
                "--listen.otlp-http=127.0.0.1:0",
                "--listen.query=127.0.0.1:0",
                "--listen.pyroscope=127.0.0.1:0",
                "--listen.admin=127.0.0.1:0")))) {
            Ports ports = application.ports();
            String pyroscope = ports.uri("pyroscope").getAuthority();
            for (int round = 0; round < BLOCKS; round++) {
                run("load traces --retry --spans " + SPANS + " --seed " + round + " --target "
                        + ports.uri("otlp-grpc").getAuthority());
                run("load profiles --retry --profiles " + PROFILES + " --target " + pyroscope);
                post(ports.uri("admin").resolve("/flush"));
            }
            post(ports.uri("admin").resolve("/compact"));
            run("load query --times 1 --seed 0 --traces " + TRACES + " --tempo "
                    + ports.uri("query").getAuthority() + " --pyroscope " + pyroscope);
        }
        return 0;
    }

    private static void run(String command) throws IOException {
        int code = Main.commands().execute(command.split(" ", -1));
        if (code != 0) {
            throw new IOException(command + " ended with " + code);
        }
    }

    private static void post(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status / 100 != 2) {
            throw new IOException("POST " + uri + " was answered " + status);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
