package dev.spanflame.agent.module;

import java.lang.instrument.Instrumentation;
import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes the classes of the agent's loader a module of its own, so that what a JVM allows to modules can
/// be allowed to the agent alone: to load a library without the warning that JDK 24 and newer print for
/// code that was not named by `--enable-native-access`, and to see which thread carries a virtual one. The
/// rest of the host stays as it is.
///
/// The module is defined as the JVM does it for its own, without a layer, which would look at all modules
/// there are. This class is in no module, since it is loaded before.
public final class OwnModule implements BiConsumer<Instrumentation, Function<byte[], Consumer<Object[]>>> {
    private static final int FIRST_WITH_WARNING = 24;
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
            "one.proto");
    private static final String[] READ = {"java.base", "java.instrument", "java.management", "jdk.jfr"};

    /// Does nothing yet.
    public OwnModule() {}

    /// Defines it for the loader of this class, where it is needed. Called before anything of the module
    /// is loaded; throws where the JVM does not allow it.
    ///
    /// @param definer defines a class of this loader, and makes an object of it
    @Override
    public void accept(Instrumentation instrumentation, Function<byte[], Consumer<Object[]>> definer) {
        if (Runtime.version().feature() < FIRST_WITH_WARNING) {
            return;
        }
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.access", Set.of(OwnModule.class.getModule())),
                Map.of(),
                Set.of(),
                Map.of());
        ModuleDescriptor descriptor =
                ModuleDescriptor.newAutomaticModule(NAME).packages(PACKAGES).build();
        Object[] arguments = new Object[2 + READ.length];
        arguments[0] = OwnModule.class.getClassLoader();
        arguments[1] = descriptor;
        for (int i = 0; i < READ.length; i++) {
            // the first is always there, and to be told of it twice does no harm
            arguments[2 + i] = ModuleLayer.boot().findModule(READ[i]).orElse(Object.class.getModule());
        }
        definer.apply(ModuleCalls.bytes(READ.length)).accept(arguments);
    }
}
