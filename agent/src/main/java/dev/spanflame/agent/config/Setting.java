package dev.spanflame.agent.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything that can be set, with the names it has elsewhere.
///
/// A setting `upload.interval` is the property `spanflame.upload.interval`, the variable
/// `SPANFLAME_UPLOAD_INTERVAL`, and `upload.interval` in agent arguments. Each alias is a property, and a
/// variable in the same way.
public enum Setting {
    /// Whether anything is recorded.
    ENABLED("enabled", "pyroscope.agent.enabled"),
    /// Name of the service.
    APPLICATION_NAME("application.name", "pyroscope.application.name", "otel.service.name"),
    /// `pprof` or `otlp`.
    FORMAT("format", "pyroscope.format"),
    /// Base URL of the server.
    SERVER_ADDRESS("server.address", "pyroscope.server.address"),
    /// `async` or `jfr`.
    PROFILER("profiler", "pyroscope.profiler.type"),
    /// What samples are taken by.
    EVENT("event", "pyroscope.profiler.event"),
    /// CPU time between two samples of a thread.
    INTERVAL("interval", "pyroscope.profiling.interval"),
    /// Bytes allocated between two samples.
    ALLOC("alloc", "pyroscope.profiler.alloc"),
    /// Samples of allocations that are wanted in a second at most.
    ALLOC_RATE("alloc.rate"),
    /// Whether sampled objects that still live are told.
    LIVE("live", "pyroscope.alloc.live"),
    /// Waits for locks between two samples.
    LOCK("lock", "pyroscope.profiler.lock"),
    /// Wall time between two samples of each thread, beside the event.
    WALL("wall"),
    /// Bytes of native memory between two samples.
    NATIVE_MEMORY("native.memory"),
    /// How long a profile is.
    UPLOAD_INTERVAL("upload.interval", "pyroscope.upload.interval"),
    /// Frames of a stack.
    STACK_DEPTH("stack.depth", "pyroscope.java.stack.depth.max"),
    /// Functions that must be in a stack.
    INCLUDE("include"),
    /// Functions that must not be in a stack.
    EXCLUDE("exclude"),
    /// More arguments for async-profiler.
    EXTRA_ARGUMENTS("async.profiler.arguments", "pyroscope.ap.extra.arguments"),
    /// Labels of all profiles.
    LABELS("labels", "pyroscope.labels"),
    /// Sent as `X-Scope-OrgID`.
    TENANT_ID("tenant.id", "pyroscope.tenant.id"),
    /// Sent as bearer token.
    AUTH_TOKEN("auth.token", "pyroscope.auth.token"),
    /// User of basic authentication.
    USER("basic.auth.user", "pyroscope.basic.auth.user"),
    /// Password of basic authentication.
    PASSWORD("basic.auth.password", "pyroscope.basic.auth.password"),
    /// More headers, as JSON.
    HTTP_HEADERS("http.headers", "pyroscope.http.headers"),
    /// How long one request may take.
    TIMEOUT("timeout", "pyroscope.profile.export.timeout"),
    /// Attempts for one profile.
    MAX_TRIES("max.tries", "pyroscope.ingest.max.tries"),
    /// Bytes that may wait to be sent.
    QUEUE_BYTES("queue.bytes"),
    /// Profiles that may wait to be sent.
    QUEUE_CAPACITY("queue.capacity", "pyroscope.push.queue.capacity"),
    /// Folder for profiles that wait longer than memory allows.
    SPOOL_DIRECTORY("spool.directory"),
    /// Bytes that may lie there.
    SPOOL_BYTES("spool.bytes"),
    /// Folder for the native library and for recordings.
    TMP_DIRECTORY("tmp.directory", "pyroscope.tmp.dir"),
    /// Whether samples know their span.
    SPANS("spans"),
    /// Whether samples have the name of their span as a label.
    SPAN_NAMES("span.names", "otel.pyroscope.add.span.name"),
    /// Whether only the first span of a service in a trace is marked.
    ROOT_SPANS_ONLY("root.spans.only", "otel.pyroscope.root.span.only"),
    /// What the log tells.
    LOG_LEVEL("log.level", "pyroscope.log.level"),
    /// A file with settings.
    CONFIGURATION_FILE("configuration.file", "pyroscope.configuration.file");

    /// The name of a setting's property begins so.
    public static final String PREFIX = "spanflame.";

    private final String key;
    private final List<String> aliases;

    Setting(String key, String... aliases) {
        this.key = key;
        this.aliases = List.of(aliases);
    }

    /// The name in agent arguments.
    public String key() {
        return key;
    }

    /// The name as a property.
    public String property() {
        return PREFIX + key;
    }

    /// Other properties that mean the same.
    public List<String> aliases() {
        return aliases;
    }

    /// The variable of a property.
    public static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// The setting with this key, property or alias.
    public static Optional<Setting> of(String name) {
        for (Setting setting : values()) {
            if (name.equals(setting.key) || name.equals(setting.property()) || setting.aliases.contains(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
