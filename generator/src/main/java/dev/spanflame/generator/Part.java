package dev.spanflame.generator;

import dev.spanflame.generator.series.LabelCap;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.series.RegistrySettings;
import dev.spanflame.generator.series.SampleSink;
import dev.spanflame.generator.series.SeriesLimit;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A processor with settings `S`, while it is on, and the series that it makes: both are replaced together.
/// Not thread-safe.
final class Part<S, P> {
    private final BiFunction<S, Registry, P> maker;
    private final SeriesLimit limit;
    private final LabelCap cap;
    private RegistrySettings registrySettings;
    private Optional<S> settings;
    private Registry registry;
    private @Nullable P processor;

    /// The limits of the parts of one tenant, and when it began.
    record Shared(RegistrySettings registry, SeriesLimit limit, LabelCap cap, long startMillis) {}

    Part(Shared shared, Optional<S> settings, BiFunction<S, Registry, P> maker) {
        this.maker = maker;
        this.limit = shared.limit();
        this.cap = shared.cap();
        this.registrySettings = shared.registry();
        this.settings = settings;
        this.registry = new Registry(registrySettings, limit, cap, shared.startMillis());
        this.processor = settings.map(s -> maker.apply(s, registry)).orElse(null);
    }

    /// The processor; null while it is off.
    @Nullable
    P processor() {
        return processor;
    }

    Registry registry() {
        return registry;
    }

    boolean differs(Optional<S> others, RegistrySettings othersRegistry) {
        return !settings.equals(others) || !registrySettings.equals(othersRegistry);
    }

    /// Ends all series, of which `sink` hears, and begins anew with other settings.
    void change(Optional<S> next, RegistrySettings nextRegistry, long nowMillis, SampleSink sink) {
        long end = registry.end(nowMillis, sink);
        registrySettings = nextRegistry;
        settings = next;
        registry = new Registry(nextRegistry, limit, cap, end);
        Registry its = registry;
        processor = next.map(s -> maker.apply(s, its)).orElse(null);
    }
}
