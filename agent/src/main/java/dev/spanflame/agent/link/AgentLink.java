package dev.spanflame.agent.link;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reaches the agent of this JVM from whatever class loader this class was loaded by.
///
/// An agent lies on the system class path, while an extension, or a library in a web application, may
/// carry a copy of its own; calls go to the one that runs. Until an agent is there they do nothing, and
/// look for it every few seconds, since it may be attached later. Never throws. Safe for any thread.
public final class AgentLink {
    private static final String CONTEXTS = "dev.spanflame.agent.context.ThreadContexts";
    private static final long LOOK_EVERY_NANOS = 5_000_000_000L;
    private static final MethodType ENTER =
            MethodType.methodType(void.class, Object.class, Function.class, String.class, String.class);
    private static final MethodType LABELS = MethodType.methodType(Map.class);
    private static final MethodType SET_LABELS = MethodType.methodType(void.class, Map.class);

    private static final AtomicLong NEXT_LOOK = new AtomicLong(System.nanoTime());
    // call sites that change once: a compiled call costs what a call of the agent's own costs
    private static final MutableCallSite ENTER_SITE = new MutableCallSite(absent("noSpan", ENTER));
    private static final MutableCallSite LABELS_SITE = new MutableCallSite(absent("noLabels", LABELS));
    private static final MutableCallSite SET_SITE = new MutableCallSite(absent("notSet", SET_LABELS));
    private static final MethodHandle ENTER_CALL = ENTER_SITE.dynamicInvoker();
    private static final MethodHandle LABELS_CALL = LABELS_SITE.dynamicInvoker();
    private static final MethodHandle SET_CALL = SET_SITE.dynamicInvoker();

    private AgentLink() {}

    /// A span becomes current on the calling thread; null and empty ids for none. Hot path.
    ///
    /// @param naming finds the name of the span, at once or later on this thread
    public static void enterSpan(
            @Nullable Object span, @Nullable Function<Object, String> naming, String traceId, String spanId) {
        try {
            ENTER_CALL.invokeExact(span, naming, traceId, spanId);
        } catch (Throwable e) {
            // the host must not notice
        }
    }

    /// The labels of the calling thread.
    @SuppressWarnings("unchecked")
    public static Map<String, String> labels() {
        try {
            return (Map<String, String>) (Map<?, ?>) LABELS_CALL.invokeExact();
        } catch (Throwable e) {
            return Map.of();
        }
    }

    /// Replaces the labels of the calling thread; the map must not change afterwards.
    public static void setLabels(Map<String, String> labels) {
        try {
            SET_CALL.invokeExact(labels);
        } catch (Throwable e) {
            // the host must not notice
        }
    }

    private static void noSpan(Object span, Function<Object, String> naming, String traceId, String spanId) {
        look();
    }

    private static Map<String, String> noLabels() {
        look();
        return Map.of();
    }

    private static void notSet(Map<String, String> labels) {
        if (!labels.isEmpty()) {
            look();
        }
    }

    private static void look() {
        long next = NEXT_LOOK.get();
        long now = System.nanoTime();
        if (now - next < 0 || !NEXT_LOOK.compareAndSet(next, now + LOOK_EVERY_NANOS)) {
            return;
        }
        try {
            Class<?> contexts = Class.forName(CONTEXTS, true, ClassLoader.getSystemClassLoader());
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            ENTER_SITE.setTarget(lookup.findStatic(contexts, "enterSpan", ENTER));
            LABELS_SITE.setTarget(lookup.findStatic(contexts, "labels", LABELS));
            SET_SITE.setTarget(lookup.findStatic(contexts, "setLabels", SET_LABELS));
            MutableCallSite.syncAll(new MutableCallSite[] {ENTER_SITE, LABELS_SITE, SET_SITE});
        } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
            // no agent yet
        }
    }

    private static MethodHandle absent(String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(AgentLink.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
