package dev.spanflame.agent.run;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the agent needs of the inside of a JVM with virtual threads (21 and newer): which platform thread
/// carries one, and memory of that thread.
final class HostAccess {
    private final Class<?> virtualThread;
    private final Class<?> carrierLocal;
    private final MethodHandles.Lookup lang;
    private final MethodHandle currentCarrier;

    private HostAccess(
            Class<?> virtualThread, Class<?> carrierLocal, MethodHandles.Lookup lang, MethodHandle currentCarrier) {
        this.virtualThread = virtualThread;
        this.carrierLocal = carrierLocal;
        this.lang = lang;
        this.currentCarrier = currentCarrier;
    }

    /// Empty where there are no virtual threads, or where the JVM does not let an agent in.
    static Optional<HostAccess> of(@Nullable Instrumentation instrumentation) {
        if (instrumentation == null || Runtime.version().feature() < 21) {
            return Optional.empty();
        }
        try {
            open(instrumentation, Object.class.getModule(), HostAccess.class.getModule());
            MethodHandles.Lookup lang = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            return Optional.of(new HostAccess(
                    Class.forName("java.lang.BaseVirtualThread"),
                    Class.forName("jdk.internal.misc.CarrierThreadLocal"),
                    lang,
                    lang.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class))));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /// Where the agent's module is one of its own it was let in when it was made.
    private static void open(Instrumentation instrumentation, Module base, Module ours) {
        if (!base.isExported("jdk.internal.misc", ours) || !base.isOpen("java.lang", ours)) {
            instrumentation.redefineModule(
                    base,
                    Set.of(),
                    Map.of("jdk.internal.misc", Set.of(ours)),
                    Map.of("java.lang", Set.of(ours)),
                    Set.of(),
                    Map.of());
        }
    }

    /// The class all virtual threads are of.
    Class<?> virtualThread() {
        return virtualThread;
    }

    /// May define classes in `java.lang`.
    MethodHandles.Lookup lang() {
        return lang;
    }

    /// A thread-local whose values are of carriers.
    <T> ThreadLocal<T> newCarrierLocal() throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        ThreadLocal<T> created = (ThreadLocal<T>) carrierLocal.getConstructor().newInstance();
        return created;
    }

    /// The platform thread that carries the calling thread, or is it.
    Thread currentCarrier() {
        try {
            return (Thread) currentCarrier.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
