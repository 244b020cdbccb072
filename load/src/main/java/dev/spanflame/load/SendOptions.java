package dev.spanflame.load;

import dev.spanflame.load.send.HostPort;
import dev.spanflame.load.send.LoadPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Options of every command that sends.
final class SendOptions {
    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Makes the content; the same seed makes the same; default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--connections",
            defaultValue = "1",
            paramLabel = "N",
            description = "Connections (clients, over HTTP); default: ${DEFAULT-VALUE}.")
    int connections;

    @Option(
            names = "--in-flight",
            defaultValue = "4",
            paramLabel = "N",
            description = "Requests at once on each connection; default: ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Items to send a second; 0, the default: as fast as it goes.")
    private double rate;

    @Option(
            names = "--retry",
            description = "Send again what was refused with 429, 502, 503, 504, UNAVAILABLE, RESOURCE_EXHAUSTED or"
                    + " ABORTED, or had no connection.")
    private boolean retry;

    @Option(
            names = "--timeout",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long to wait for an answer; default: ${DEFAULT-VALUE}.")
    int timeoutSeconds;

    @Mixin
    TenantOption tenant = new TenantOption();

    /// The options as a plan; a usage error where they make none.
    LoadPlan plan(CommandSpec spec) {
        if (connections < 1 || timeoutSeconds < 1) {
            throw new ParameterException(spec.commandLine(), "--connections and --timeout have to be at least 1");
        }
        try {
            return new LoadPlan(inFlight, rate, retry);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /// Reads an address; a usage error where it is none.
    static HostPort address(CommandSpec spec, String text) {
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
