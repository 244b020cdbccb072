package dev.spanflame.server.config;

import java.nio.file.Path;
import java.util.Locale;

/// Everything that can be set. Immutable; made by [dev.spanflame.server.config.load.ConfigLoader].
///
/// @param role         Which part of the program runs: `all`, `ingester`, `compactor` or `querier`.
/// @param data         Folder for everything this process keeps on its own disk: the write-ahead log,
/// caches, and the                     blocks unless `store` says otherwise.
/// @param store        Where blocks are kept: a folder, or `s3://bucket/prefix`. Empty: the folder
/// `blocks`
/// below                     `data`.
/// @param durability   What an acknowledged request has survived: `fsync` (power loss) or `os` (the end
/// of
/// the                     process).
/// @param multiTenancy Whether tenants are told apart by the header `X-Scope-OrgID`. Off: the header is
/// ignored and                     everything belongs to the tenant `anonymous`.
public record Configuration(
        Role role,
        Path data,
        String store,
        Durability durability,
        boolean multiTenancy,
        Listen listen,
        Http http,
        Tls tls,
        S3 s3,
        Limits limits,
        Flush flush,
        Live live,
        Compaction compaction,
        Retention retention,
        Query query,
        MetricsGenerator metricsGenerator,
        Relabel relabel,
        Symbols symbols,
        Links links,
        RecordingRules recordingRules,
        SourceView sourceView,
        Agents agents,
        Log log) {
    /// Parts of the program.
    public enum Role {
        /// The whole program in one process.
        ALL,
        /// Receives, keeps recent data, writes blocks.
        INGESTER,
        /// Merges blocks and ends their retention.
        COMPACTOR,
        /// Answers queries.
        QUERIER
    }

    /// What an acknowledgement promises.
    public enum Durability {
        /// The bytes are on disk.
        FSYNC,
        /// The bytes are with the operating system.
        OS
    }

    /// Throws [IllegalArgumentException] when `store` is neither a folder nor an S3 location, or when no
    /// port that the role serves is on.
    public Configuration {
        new Rules()
                .that("store", StoreLocation.isValid(store), StoreLocation.EXPECTED)
                .that("listen.query", isReachable(role, listen), unreachable(role))
                .check();
    }

    private static boolean isReachable(Role role, Listen listen) {
        boolean asked = listen.query().isOn()
                || listen.pyroscope().isOn()
                || listen.admin().isOn();
        return asked
                || (takesData(role)
                        && (listen.otlpGrpc().isOn() || listen.otlpHttp().isOn()));
    }

    private static boolean takesData(Role role) {
        return switch (role) {
            case ALL, INGESTER -> true;
            case COMPACTOR, QUERIER -> false;
        };
    }

    private static String unreachable(Role role) {
        return "is off, and so is every other port of role " + role.name().toLowerCase(Locale.ROOT)
                + "; give one of listen.* an address";
    }

    /// What holds when nothing is set.
    public static Configuration defaults() {
        return new Configuration(
                Role.ALL,
                Path.of("./data"),
                "",
                Durability.FSYNC,
                false,
                Listen.defaults(),
                Http.defaults(),
                Tls.defaults(),
                S3.defaults(),
                Limits.defaults(),
                Flush.defaults(),
                Live.defaults(),
                Compaction.defaults(),
                Retention.defaults(),
                Query.defaults(),
                MetricsGenerator.defaults(),
                Relabel.defaults(),
                Symbols.defaults(),
                Links.defaults(),
                RecordingRules.defaults(),
                SourceView.defaults(),
                Agents.defaults(),
                Log.defaults());
    }

    /// Where blocks are kept.
    public StoreLocation storeLocation() {
        return StoreLocation.of(store, data);
    }
}
