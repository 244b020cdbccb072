package dev.spanflame.load.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/// `spanflame demo`: a server, the shop as a child process, and what the server knows about the shop. Ends with 0 after
/// `--once` has shown a trace and a flame graph, with 1 when it could not show both in time or the shop ended.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs the server and a small shop, and shows a trace and a flame graph of the shop.",
        footer = "Options of the server are taken too, such as --store=DIR.")
public final class DemoCommand implements Callable<Integer> {
    /// The name it is registered under.
    public static final String NAME = "demo";

    private final ServerStarter starter;
    private final Path agent;
    private final PrintStream out;

    @Option(names = "--once", description = "End after a trace and a flame graph have been shown.")
    private boolean once;

    @Option(names = "--seconds", defaultValue = "60", description = "Time to wait for them; default: 60.")
    private int seconds = 60;

    @Option(names = "--visits", defaultValue = "6", description = "Customers a second; default: 6.")
    private double visits = 6;

    @Option(names = "--seed", defaultValue = "1", description = "What customers do and what fails follows from it.")
    private long seed = 1;

    @Unmatched
    private List<String> serverArguments = new ArrayList<>();

    /// Starts servers with `starter` and the shop with the `agent` of this jar, and writes to `out`.
    public DemoCommand(ServerStarter starter, Path agent, PrintStream out) {
        this.starter = starter;
        this.agent = agent;
        this.out = out;
    }

    /// What a program registers under [#NAME].
    public static CommandSpec spec(ServerStarter starter, Path agent) {
        return CommandSpec.forAnnotatedObject(new DemoCommand(starter, agent, System.out));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            ServerAddresses server = starter.start(List.copyOf(serverArguments));
            out.println(addresses(server));
            try (ShopProcess shop = ShopProcess.start(server, agent, visits, seed)) {
                boolean shown = show(server, shop);
                if (once || !shown) {
                    return shown ? 0 : 1;
                }
                out.println("\nThe shop goes on. Look at it with Grafana (docker/README.md), end it with Ctrl-C.");
                out.println("the shop ended with status " + shop.awaitEnd());
                return 1;
            }
        } catch (IOException e) {
            out.println("spanflame demo: " + e.getMessage());
            return 1;
        }
    }

    private static String addresses(ServerAddresses server) {
        return """

                Spanflame is ready:
                  OTLP over gRPC            %s
                  OTLP over HTTP            %s
                  Tempo data source         %s
                  Pyroscope data source     %s

                Starting the shop and waiting for its first trace and its first profile ...""".formatted(server.otlpGrpc(), server.otlpHttp(), server.query(), server.pyroscope());
    }

    /// Whether both could be shown.
    private boolean show(ServerAddresses server, ShopProcess shop) throws InterruptedException {
        Glyphs glyphs = Glyphs.of(out.charset());
        try (Backend backend = new Backend()) {
            Patience patience = new Patience(Duration.ofSeconds(seconds), shop::isRunning);
            String trace = patience.await(
                    "a trace",
                    new TraceFinder(backend, server.query())::find,
                    found -> new TraceText(glyphs).render(found));
            out.println("\n" + trace);
            String graph = patience.await(
                    "a flame graph",
                    new FlameFinder(backend, server.pyroscope())::find,
                    found -> new FlameText(glyphs).render(found));
            out.println(graph);
            return true;
        } catch (IOException e) {
            out.println("spanflame demo: " + e.getMessage());
            return false;
        }
    }
}
