package dev.spanflame.agent.program;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/// An agent beside ours, which leaves all classes as they are and has `VirtualThread` transformed again and
/// again.
public final class Retransformer {
    private static final ClassFileTransformer NOTHING = new ClassFileTransformer() {};

    private Retransformer() {}

    /// Begins to.
    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(NOTHING, true);
        Thread thread = new Thread(() -> transform(instrumentation), "retransformer");
        thread.setDaemon(true);
        thread.start();
    }

    private static void transform(Instrumentation instrumentation) {
        try {
            while (true) {
                Thread.sleep(200);
                instrumentation.retransformClasses(Class.forName("java.lang.VirtualThread"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException | UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
    }
}
