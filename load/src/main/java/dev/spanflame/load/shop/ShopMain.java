package dev.spanflame.load.shop;

import dev.spanflame.load.shop.ShopOptions.OtlpProtocol;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the shop as a process until its standard input ends: so it never outlives the program that started it. It is
/// profiled where it is started with the agent.
@Command(name = "shop", mixinStandardHelpOptions = true, description = "Runs the demo shop until its input ends.")
public final class ShopMain implements Callable<Integer> {
    /// Under which its profiles are found: label `service_name`.
    public static final String APPLICATION = "shop";

    @Option(names = "--otlp", required = true, description = "base URL of the OTLP receiver")
    private URI otlp = URI.create("http://127.0.0.1:4317");

    @Option(names = "--otlp-protocol", defaultValue = "GRPC", description = "GRPC or HTTP")
    private OtlpProtocol protocol = OtlpProtocol.GRPC;

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
        try (Shop shop = Shop.start(new ShopOptions(otlp, protocol, seed, visits))) {
            System.out.println("shop: open at " + shop.address());
            while (System.in.read() >= 0) {
                // anything that is sent is a sign that somebody is still there
            }
            System.out.println("shop: closing, orders=" + shop.orders());
        }
        return 0;
    }
}
