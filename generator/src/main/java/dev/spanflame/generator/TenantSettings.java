package dev.spanflame.generator;

import dev.spanflame.model.Tenant;
import java.io.IOException;

/// What each tenant's spans are made into. Thread-safe.
@FunctionalInterface
public interface TenantSettings {
    /// The settings of now, read afresh, which may take long. What belongs to the process, memory and remote
    /// write, is not looked at.
    ///
    /// Throws [IOException], or any [RuntimeException], when they cannot be read; those known before stay then.
    GeneratorSettings of(Tenant tenant) throws IOException;
}
