package dev.spanflame.server;

import dev.spanflame.generator.MetricsGenerator;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.generator.Generators;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Opens the metrics generator of a configuration.
final class GeneratorPart {
    private GeneratorPart() {}

    static MetricsGenerator open(Configuration configuration, MetricsGenerator.Ports ports) throws IOException {
        return MetricsGenerator.open(
                Generators.settings(configuration.metricsGenerator(), configuration.multiTenancy(), hostName()), ports);
    }

    /// Empty where the machine does not know its name; then the label is left out.
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "";
        }
    }
}
