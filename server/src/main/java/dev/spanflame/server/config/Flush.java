package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
import java.time.Duration;

/// When live data becomes blocks.
///
/// @param maxBytes   Live bytes of all tenants together that start a flush.
/// @param maxAge     Age of the oldest live data that starts a flush: what is lost with the machine's disk.
/// @param smallBytes Tenants with fewer live bytes than this may wait longer, for `small-age`.
/// @param smallAge   Age that starts a flush of such a tenant.
public record Flush(ByteSize maxBytes, Duration maxAge, ByteSize smallBytes, Duration smallAge) {
    /// Checks ranges.
    public Flush {
        new Rules()
                .atLeast("max-bytes", maxBytes, 1 << 20)
                .atLeast("max-age", maxAge, Duration.ofSeconds(1))
                .that("small-age", smallAge.compareTo(maxAge) >= 0, "must be at least max-age")
                .check();
    }

    /// 128 MiB or 10 minutes; tenants under 1 MiB after 30 minutes.
    public static Flush defaults() {
        return new Flush(ByteSize.mib(128), Duration.ofMinutes(10), ByteSize.mib(1), Duration.ofMinutes(30));
    }
}
