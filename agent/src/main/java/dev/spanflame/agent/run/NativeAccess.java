package dev.spanflame.agent.run;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/// Lets the agent's own module load a library without the warning that JDK 24 and newer print for code
/// that was not named by `--enable-native-access`. The rest of the host stays as it is.
final class NativeAccess {
    private static final int FIRST_WITH_WARNING = 24;

    private NativeAccess() {}

    /// Does it where it is needed and possible; elsewhere the JVM prints its warning.
    static void allow(Instrumentation instrumentation) {
        Module ours = NativeAccess.class.getModule();
        if (Runtime.version().feature() < FIRST_WITH_WARNING || !ours.isNamed()) {
            return;
        }
        try {
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of("jdk.internal.access", Set.of(ours)),
                    Map.of(),
                    Set.of(),
                    Map.of());
            Object access = Class.forName("jdk.internal.access.SharedSecrets")
                    .getMethod("getJavaLangAccess")
                    .invoke(null);
            Class.forName("jdk.internal.access.JavaLangAccess")
                    .getMethod("addEnableNativeAccess", Module.class)
                    .invoke(access, ours);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // a warning on standard error is no reason not to profile
        }
    }
}
