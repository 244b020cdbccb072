package dev.spanflame.block.log;

import dev.spanflame.model.Tenant;

/// Keys of a tenant's log: `<tenant>/log/<number in 20 digits>.json`, checkpoints in a folder below.
final class LogKeys {
    private LogKeys() {}

    static String folder(Tenant tenant) {
        return tenant.id() + "/log/";
    }

    static String entry(Tenant tenant, long number) {
        return folder(tenant) + digits(number) + ".json";
    }

    static String checkpointFolder(Tenant tenant) {
        return folder(tenant) + "checkpoint/";
    }

    static String checkpoint(Tenant tenant, long number) {
        return checkpointFolder(tenant) + digits(number) + ".json";
    }

    /// The number in a key of an entry or a checkpoint.
    static long number(String key) {
        int end = key.length() - ".json".length();
        return Long.parseLong(key.substring(end - 20, end));
    }

    private static String digits(long number) {
        return "%020d".formatted(number);
    }
}
