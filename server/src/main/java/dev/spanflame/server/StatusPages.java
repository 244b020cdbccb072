package dev.spanflame.server;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.load.ConfigPrinter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `GET /status` and the pages below it, which tell operators in plain text what runs and how it is
/// configured. Secrets are masked.
final class StatusPages {
    private final Configuration configuration;
    private final Readiness readiness;
    private final List<Route> others;

    /// `others` are the endpoints of the port besides these.
    StatusPages(Configuration configuration, Readiness readiness, List<Route> others) {
        this.configuration = configuration;
        this.readiness = readiness;
        this.others = List.copyOf(others);
    }

    List<Route> routes() {
        return List.of(
                page("/status", _ -> version() + "\n" + services() + "\n" + endpoints() + "\n" + config()),
                page("/status/version", _ -> version()),
                page("/status/services", _ -> services()),
                page("/status/endpoints", _ -> endpoints()),
                page("/status/config", this::config),
                page("/status/runtime_config", this::runtimeConfig));
    }

    @FunctionalInterface
    private interface Page {
        String text(HttpCall call);
    }

    private static Route page(String path, Page page) {
        return new Route(
                Set.of("GET", "HEAD"),
                path,
                0,
                Route.TenantRule.NONE,
                Route.ErrorFormat.TEXT,
                call -> HttpReply.text(200, page.text(call)));
    }

    private static String version() {
        return "spanflame, version " + Main.version() + ", java " + Runtime.version() + "\n";
    }

    private String services() {
        String state = readiness.isReady() ? "Running" : String.join("; ", readiness.reasons());
        return configuration.role().name().toLowerCase(Locale.ROOT) + ": " + state + "\n";
    }

    private String endpoints() {
        return Stream.concat(others.stream(), routes().stream())
                .map(route -> (route.methods().isEmpty()
                                ? "*"
                                : String.join(
                                        ",", route.methods().stream().sorted().toList()))
                        + " " + route.pattern())
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String config() {
        return ConfigPrinter.yaml(configuration);
    }

    /// The configuration; with `mode=defaults` what holds when nothing is set, with `mode=diff` the lines
    /// that differ from that, with their sections.
    private String config(HttpCall call) {
        String mode = call.query().firstOr("mode", "");
        return switch (mode) {
            case "" -> config();
            case "defaults" -> ConfigPrinter.yaml(Configuration.defaults());
            case "diff" -> difference();
            default ->
                throw BackendException.badRequest(
                        "invalid_mode", "mode is neither diff nor defaults, which are the modes there are");
        };
    }

    /// The limits that hold for every tenant, and those of single ones, which there are none of; with `mode=diff` the
    /// latter alone.
    private String runtimeConfig(HttpCall call) {
        StringBuilder out = new StringBuilder();
        if (!call.query().firstOr("mode", "").equals("diff")) {
            out.append("defaults:\n");
            config().lines()
                    .dropWhile(line -> !line.equals("limits:"))
                    .skip(1)
                    .takeWhile(line -> line.startsWith(" "))
                    .forEach(line -> out.append(line).append('\n'));
        }
        return out.append("overrides: {}\n").toString();
    }

    private String difference() {
        Set<String> usual = new HashSet<>(paths(Configuration.defaults()));
        StringBuilder out = new StringBuilder();
        String section = "";
        String shown = "";
        for (String line : ConfigPrinter.yaml(configuration).lines().toList()) {
            if (line.endsWith(":")) {
                section = line;
            } else if (!line.startsWith(" ")) {
                section = "";
            }
            boolean isValue = !line.endsWith(":");
            if (isValue && !usual.contains(section + line)) {
                if (!section.isEmpty() && !section.equals(shown)) {
                    out.append(section).append('\n');
                    shown = section;
                }
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    /// The lines of a configuration, each behind that of its section.
    private static List<String> paths(Configuration configuration) {
        List<String> paths = new ArrayList<>();
        String section = "";
        for (String line : ConfigPrinter.yaml(configuration).lines().toList()) {
            if (line.endsWith(":")) {
                section = line;
            } else {
                paths.add((line.startsWith(" ") ? section : "") + line);
            }
        }
        return paths;
    }
}
