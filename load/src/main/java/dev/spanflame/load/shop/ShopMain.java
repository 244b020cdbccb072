package dev.spanflame.load.shop;

import dev.spanflame.load.shop.ShopOptions.OtlpProtocol;
import dev.spanflame.profiler.ContinuousProfiler;
import dev.spanflame.profiler.ProfilerOptions;
import dev.spanflame.profiler.Sampling;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the shop as a process, profiled by async-profiler, until its standard input ends: so it never outlives the
/// program that started it.
@Command(name = "shop", mixinStandardHelpOptions = true, description = "Runs the demo shop until its input ends.")
public final class ShopMain implements Callable<Integer> {
    /// Under which its profiles are found: label `service_name`.
    public static final String APPLICATION = "shop";

    @Option(names = "--otlp", required = true, description = "base URL of the OTLP receiver")
    private URI otlp = URI.create("http://127.0.0.1:4317");

    @Option(names = "--otlp-protocol", defaultValue = "GRPC", description = "GRPC or HTTP")
    private OtlpProtocol protocol = OtlpProtocol.GRPC;

    @Option(names = "--pyroscope", required = true, description = "base URL of the profile receiver")
    private URI pyroscope = URI.create("http://127.0.0.1:4040");

    @Option(names = "--window-seconds", defaultValue = "5", description = "length of a profile")
    private int windowSeconds = 5;

    @Option(names = "--seed", defaultValue = "1", description = "what customers do and what fails follows from it")
    private long seed = 1;

    @Option(names = "--visits", defaultValue = "6", description = "customers a second")
    private double visits = ShopOptions.DEFAULT_VISITS_PER_SECOND;

    private ShopMain() {}

    /// Entry of the child process.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ShopMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        ProfilerOptions profiling = ProfilerOptions.of(pyroscope, APPLICATION)
                .withLabels(Map.of("service_namespace", "shop", "environment", "demo"))
                .withSampling(new Sampling(Duration.ofMillis(5), 256 * 1024, Duration.ofMillis(1)))
                .withWindow(Duration.ofSeconds(windowSeconds));
        try (ContinuousProfiler profiler = ContinuousProfiler.start(profiling);
                Shop shop = Shop.start(new ShopOptions(otlp, protocol, seed, visits))) {
            profiler.problem().ifPresent(problem -> System.err.println("shop: not profiled: " + problem));
            System.out.println("shop: open at " + shop.address());
            while (System.in.read() >= 0) {
                // anything that is sent is a sign that somebody is still there
            }
            System.out.println("shop: closing, orders=" + shop.orders());
        }
        return 0;
    }
}
