package dev.spanflame.generator;

import dev.spanflame.model.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads [TenantSettings] without letting anybody wait long for them. Thread-safe.
final class SettingsReader implements AutoCloseable {
    /// Time between two looks at the settings of a tenant.
    static final Duration EVERY = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger("generator");
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private final TenantSettings source;
    private final ExecutorService firstLooks =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("generator-settings").daemon().factory());

    SettingsReader(TenantSettings source) {
        this.source = source;
    }

    /// Runs `refresh` every [#EVERY].
    void start(Runnable refresh) {
        long millis = EVERY.toMillis();
        Future<?> _ = again.scheduleWithFixedDelay(refresh, millis, millis, TimeUnit.MILLISECONDS);
    }

    /// The settings of a tenant that is new; `defaults` where they do not come soon.
    GeneratorSettings first(Tenant tenant, GeneratorSettings defaults) {
        Future<Optional<GeneratorSettings>> look = firstLooks.submit(() -> read(tenant));
        try {
            return look.get(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS).orElse(defaults);
        } catch (TimeoutException _) {
            LOG.log(System.Logger.Level.WARNING, "the overrides do not come, defaults hold tenant=" + tenant);
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "the overrides cannot be read tenant=" + tenant, e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return defaults;
    }

    /// The settings of a tenant; empty, and logged, where they cannot be read.
    Optional<GeneratorSettings> read(Tenant tenant) {
        try {
            return Optional.of(source.of(tenant));
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the overrides cannot be read, what held before stays tenant=" + tenant + " cause="
                            + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        again.shutdownNow();
        firstLooks.shutdownNow();
    }
}
