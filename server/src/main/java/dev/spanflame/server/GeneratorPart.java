package dev.spanflame.server;

import dev.spanflame.block.overrides.Overrides;
import dev.spanflame.block.overrides.OverridesStore;
import dev.spanflame.block.profile.rule.RuleSums.Recorded;
import dev.spanflame.generator.MetricsGenerator;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.series.PlainSample;
import dev.spanflame.ingester.record.RecordedMetrics;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.generator.Generators;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Opens the metrics generator of a configuration, and gives what is recorded of profiles to it.
final class GeneratorPart {
    private GeneratorPart() {}

    /// Every tenant's own settings are those of `overrides`.
    static MetricsGenerator open(Configuration configuration, OverridesStore overrides, MetricsGenerator.Ports ports)
            throws IOException {
        dev.spanflame.server.config.MetricsGenerator keys = configuration.metricsGenerator();
        String host = hostName();
        return MetricsGenerator.open(
                Generators.settings(keys, configuration.multiTenancy(), host),
                tenant -> Generators.settings(
                        keys,
                        overrides
                                .read(tenant)
                                .overrides()
                                .orElse(Overrides.NONE)
                                .metricsGenerator(),
                        configuration.multiTenancy(),
                        host),
                ports);
    }

    /// Sends recorded metrics through `generator`.
    static RecordedMetrics recorded(MetricsGenerator generator) {
        return (tenant, millis, series) -> generator.write(
                tenant, millis, series.stream().map(GeneratorPart::sample).toList());
    }

    private static PlainSample sample(Recorded recorded) {
        List<Label> labels = new ArrayList<>();
        for (Labels.Label label : recorded.labels()) {
            if (!label.name().equals(SeriesLabels.NAME)) {
                labels.add(new Label(label.name(), label.value()));
            }
        }
        return new PlainSample(recorded.labels().value(SeriesLabels.NAME), LabelSet.of(labels), recorded.value());
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
