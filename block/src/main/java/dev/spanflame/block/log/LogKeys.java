package dev.spanflame.block.log;

import dev.spanflame.model.Tenant;
import java.util.OptionalLong;

/// Keys of a tenant's log: `<tenant>/log/<number in 20 digits>.json`, checkpoints in a folder below.
final class LogKeys {
    private static final int DIGITS = 20;
    private static final String SUFFIX = ".json";

    private LogKeys() {}

    static String folder(Tenant tenant) {
        return tenant.id() + "/log/";
    }

    static String entry(Tenant tenant, long number) {
        return folder(tenant) + digits(number) + SUFFIX;
    }

    static String checkpointFolder(Tenant tenant) {
        return folder(tenant) + "checkpoint/";
    }

    static String checkpoint(Tenant tenant, long number) {
        return checkpointFolder(tenant) + digits(number) + SUFFIX;
    }

    /// The number in a key of an entry or a checkpoint; empty for a foreign object.
    static OptionalLong number(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return name.charAt(0) == '0' ? OptionalLong.of(Long.parseLong(name, 0, DIGITS, 10)) : OptionalLong.empty();
    }

    private static String digits(long number) {
        return "%020d".formatted(number);
    }
}
