package dev.spanflame.load;

import java.util.Map;
import picocli.CommandLine.Option;

/// The tenant that a command speaks for.
final class TenantOption {
    @Option(
            names = "--tenant",
            defaultValue = "",
            paramLabel = "ID",
            description = "Tenant to name in the header X-Scope-OrgID; default: none.")
    private String tenant = "";

    /// The headers that say so; empty for no tenant.
    Map<String, String> headers() {
        return tenant.isEmpty() ? Map.of() : Map.of("X-Scope-OrgID", tenant);
    }
}
