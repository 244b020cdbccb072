package dev.spanflame.agent;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the classes of [IsolatedLoader] a module of its own, so that what a JVM allows to modules can be
/// allowed to the agent alone.
final class InnerModule {
    private static final String NAME = "dev.spanflame.agent.inner";
    private static final String OWN = "dev.spanflame.agent.";
    private static final Set<String> PACKAGES = Set.of(
            OWN + "config",
            OWN + "convert",
            OWN + "log",
            OWN + "record",
            OWN + "run",
            OWN + "send",
            "one.jfr",
            "one.jfr.event",
            "one.profiler",
            "one.proto",
            "org.objectweb.asm");

    private InnerModule() {}

    /// Called before the loader has loaded anything.
    static void define(ClassLoader loader) {
        ModuleDescriptor descriptor =
                ModuleDescriptor.newAutomaticModule(NAME).packages(PACKAGES).build();
        ModuleReference reference = new ModuleReference(descriptor, null) {
            @Override
            public ModuleReader open() {
                throw new UnsupportedOperationException("classes come from the loader");
            }
        };
        ModuleFinder finder = new ModuleFinder() {
            @Override
            public Optional<ModuleReference> find(String name) {
                return name.equals(NAME) ? Optional.of(reference) : Optional.empty();
            }

            @Override
            public Set<ModuleReference> findAll() {
                return Set.of(reference);
            }
        };
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(finder, ModuleFinder.of(), Set.of(NAME));
        ModuleLayer.defineModules(configuration, List.of(boot), name -> loader);
    }
}
