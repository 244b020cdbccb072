package dev.spanflame.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All settings, read once. A wrong one is among [#problems], and its default is taken. Immutable.
public final class AgentOptions {
    private static final String DEFAULT_SERVER = "http://localhost:4040";

    private final List<String> problems = new ArrayList<>();
    private final Sampling sampling;
    private final int allocationRate;
    private final Server server;
    private final String application;
    private final Map<String, String> labels;
    private final boolean jfrWanted;
    private final Duration uploadInterval;
    private final int stackDepth;
    private final String include;
    private final String exclude;
    private final String extraArguments;
    private final Queueing queueing;
    private final String tmpDirectory;
    private final boolean spans;
    private final boolean spanNames;
    private final String logLevel;

    private AgentOptions(Sources sources) {
        Values values = new Values(sources, problems);
        this.sampling = new Sampling(values);
        this.allocationRate = values.number(Setting.ALLOC_RATE, 100, 0, 1_000_000);
        this.server = new Server(values, server(values));
        Map<String, String> resource = new LinkedHashMap<>();
        values.addPairs(
                "otel.resource.attributes",
                sources.foreign("otel.resource.attributes").orElse(""),
                resource);
        this.application =
                sources.find(Setting.APPLICATION_NAME).orElse(resource.getOrDefault("service.name", mainName(sources)));
        this.labels = labels(resource, values.pairs(Setting.LABELS));
        this.jfrWanted = values.word(Setting.PROFILER, "async", "async|jfr").equals("jfr");
        this.uploadInterval = values.duration(Setting.UPLOAD_INTERVAL, Duration.ofSeconds(10), Duration.ofMillis(200));
        this.stackDepth = values.number(Setting.STACK_DEPTH, 512, 1, 2048);
        this.include = values.text(Setting.INCLUDE, "");
        this.exclude = values.text(Setting.EXCLUDE, "");
        this.extraArguments = values.text(Setting.EXTRA_ARGUMENTS, "");
        this.queueing = new Queueing(values);
        this.tmpDirectory = values.text(Setting.TMP_DIRECTORY, "");
        this.spans = values.flag(Setting.SPANS, true);
        this.spanNames = values.flag(Setting.SPAN_NAMES, true);
        this.logLevel = values.word(Setting.LOG_LEVEL, "info", "trace|debug|info|warn|error|off|none");
        problems.addAll(sources.problems());
    }

    /// Settings from agent arguments, system properties and the environment, and from the file these may
    /// name.
    public static AgentOptions of(String arguments, Map<String, String> properties, Map<String, String> environment) {
        return new AgentOptions(new Sources(arguments, properties, environment).withFile());
    }

    private URI server(Values values) {
        String text = values.text(Setting.SERVER_ADDRESS, DEFAULT_SERVER);
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        problems.add(Setting.SERVER_ADDRESS.property() + " is \"" + text
                + "\", expected a URL such as http://pyroscope:4040; taken is " + DEFAULT_SERVER);
        return URI.create(DEFAULT_SERVER);
    }

    /// The name of the program: its main class without packages, or its jar without version.
    private static String mainName(Sources sources) {
        String command = sources.foreign("sun.java.command").orElse("java");
        String first = command.split(" ", 2)[0];
        String name = first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
        if (name.endsWith(".jar")) {
            return name.substring(0, name.length() - 4);
        }
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return simple.isEmpty() ? "java" : simple;
    }

    /// Attributes of the resource with `_` for `.`, and over them what was set as labels.
    private static Map<String, String> labels(Map<String, String> resource, Map<String, String> set) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Map.Entry<String, String> attribute : resource.entrySet()) {
            if (!attribute.getKey().equals("service.name")) {
                all.put(attribute.getKey().replace('.', '_'), attribute.getValue());
            }
        }
        all.putAll(set);
        return Collections.unmodifiableMap(all);
    }

    /// What was wrong, one sentence each.
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /// What is sampled.
    public Sampling sampling() {
        return sampling;
    }

    /// Samples of allocations that are wanted in a second at most; 0 for no bound.
    public int allocationRate() {
        return allocationRate;
    }

    /// Where profiles go.
    public Server server() {
        return server;
    }

    /// The label `service_name`.
    public String application() {
        return application;
    }

    /// Labels of all profiles.
    public Map<String, String> labels() {
        return labels;
    }

    /// Whether JDK Flight Recorder is wanted even where async-profiler could be had.
    public boolean jfrWanted() {
        return jfrWanted;
    }

    /// How long a profile is.
    public Duration uploadInterval() {
        return uploadInterval;
    }

    /// Most frames of a stack.
    public int stackDepth() {
        return stackDepth;
    }

    /// Patterns, `|` between them, of which a function of a stack must match one; empty for all.
    public String include() {
        return include;
    }

    /// Patterns of which no function of a stack may match one.
    public String exclude() {
        return exclude;
    }

    /// More arguments for async-profiler.
    public String extraArguments() {
        return extraArguments;
    }

    /// How much may wait.
    public Queueing queueing() {
        return queueing;
    }

    /// Folder for the native library and for recordings, when one was named.
    public Optional<String> tmpDirectory() {
        return tmpDirectory.isEmpty() ? Optional.empty() : Optional.of(tmpDirectory);
    }

    /// Whether samples know their span.
    public boolean spans() {
        return spans;
    }

    /// Whether samples have the name of their span.
    public boolean spanNames() {
        return spanNames;
    }

    /// `trace` to `error`, `off` or `none`.
    public String logLevel() {
        return logLevel;
    }
}
