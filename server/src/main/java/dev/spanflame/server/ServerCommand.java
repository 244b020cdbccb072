package dev.spanflame.server;

import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.load.ConfigException;
import dev.spanflame.server.config.load.ConfigLoader;
import dev.spanflame.server.config.load.ConfigPrinter;
import dev.spanflame.server.config.load.Key;
import dev.spanflame.server.config.load.Problem;
import dev.spanflame.server.log.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `spanflame server`: reads the configuration, starts the server. Every configuration key is an option.
final class ServerCommand implements Callable<Integer> {
    static final String NAME = "server";
    /// The server runs; the process goes on.
    static final int RUNNING = -1;

    private static final int WRONG_CONFIGURATION = 2;
    private static final int CANNOT_START = 1;
    private static final Set<String> PLACES = Set.of("--data", "--store");
    private static final Path DEFAULT_FILE = Path.of("spanflame.yaml");

    /// Starts what the configuration describes.
    @FunctionalInterface
    interface Launcher {
        /// Returns once it runs; throws [IOException] with a message for the operator when it cannot.
        void start(Configuration configuration) throws IOException;
    }

    private final Launcher launcher;
    private final CommandSpec spec;

    ServerCommand(Launcher launcher) {
        this.launcher = launcher;
        this.spec = describe();
    }

    /// What picocli runs.
    CommandSpec spec() {
        return spec;
    }

    private CommandSpec describe() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description("Runs the server. docs/reference/configuration.md explains every option.");
        spec.addOption(OptionSpec.builder("--print-config")
                .type(boolean.class)
                .description("Print the configuration with secrets masked, and end.")
                .build());
        addOptions(spec, false);
        return spec;
    }

    /// Adds the options that say what the configuration is; where they are `hidden`, all of them work, and only those
    /// that say where the data is are told of.
    static void addOptions(CommandSpec spec, boolean hidden) {
        spec.addOption(OptionSpec.builder("--config")
                .type(Path.class)
                .paramLabel("FILE")
                .description("YAML file; default: spanflame.yaml where it exists.")
                .build());
        for (Key key : Key.all()) {
            spec.addOption(option(key, hidden && !PLACES.contains(key.flag())));
        }
    }

    private static OptionSpec option(Key key, boolean hidden) {
        OptionSpec.Builder option = OptionSpec.builder(key.flag())
                .type(String.class)
                .paramLabel("VALUE")
                .hidden(hidden)
                .description("Default: " + (key.defaultValue().isEmpty() ? "none" : key.defaultValue()));
        if (key.type() == boolean.class) {
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    @Override
    public Integer call() {
        ParseResult parsed = spec.commandLine().getParseResult();
        Configuration configuration;
        try {
            configuration = configuration(parsed);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return WRONG_CONFIGURATION;
        }
        if (parsed.hasMatchedOption("--print-config")) {
            System.out.print(ConfigPrinter.yaml(configuration));
            return 0;
        }
        return start(configuration);
    }

    /// The configuration that `arguments` (flags of this command), the environment and the file describe.
    ///
    /// Throws [IOException] with a message for the user when they are wrong.
    static Configuration configuration(List<String> arguments) throws IOException {
        return configuration(parsed(arguments));
    }

    /// The same of options that are parsed.
    static Configuration configuration(ParseResult parsed) throws IOException {
        return loaded(flags(parsed), System.getenv(), file(parsed));
    }

    /// The defaults but for `arguments`, whatever environment and file say.
    static Configuration defaults(List<String> arguments) throws IOException {
        return loaded(flags(parsed(arguments)), Map.of(), Optional.empty());
    }

    private static ParseResult parsed(List<String> arguments) throws IOException {
        try {
            return new CommandLine(new ServerCommand(_ -> {}).spec).parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Configuration loaded(Map<String, String> flags, Map<String, String> environment, Optional<Path> file)
            throws IOException {
        try {
            return ConfigLoader.load(flags, environment, file);
        } catch (ConfigException e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            throw new IOException(String.join("\n", problems), e);
        }
    }

    private int start(Configuration configuration) {
        Logging.install(configuration.log().level(), System.err);
        System.Logger log = System.getLogger("server");
        try {
            launcher.start(configuration);
            return RUNNING;
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "server cannot start: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private static Map<String, String> flags(ParseResult parsed) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (Key key : Key.all()) {
            if (parsed.hasMatchedOption(key.flag())) {
                flags.put(key.path(), parsed.matchedOptionValue(key.flag(), ""));
            }
        }
        return flags;
    }

    private static Optional<Path> file(ParseResult parsed) {
        Path given = parsed.matchedOptionValue("--config", Path.of(""));
        if (!given.toString().isEmpty()) {
            return Optional.of(given);
        }
        String named = System.getenv("SPANFLAME_CONFIG");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Files.exists(DEFAULT_FILE) ? Optional.of(DEFAULT_FILE) : Optional.empty();
    }
}
