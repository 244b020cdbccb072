package dev.spanflame.agent.run;

import dev.spanflame.agent.context.ThreadContexts;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// Follows virtual threads from carrier to carrier: makes `VirtualThread` call [ThreadContexts#mounted]
/// when one was put on a carrier, and [ThreadContexts#unmounted] before it is taken off.
///
/// The JVM has no event for this that Java code can see. What `VirtualThread` calls is a class in
/// `java.lang`, made here, since it can name no other. It is changed when a span is first met in a
/// virtual thread, so that hosts without such spans keep the JVM's own code.
final class VirtualThreads {
    private static final String TARGET = "java/lang/VirtualThread";
    private static final String BRIDGE = "java/lang/SpanflameMounts";
    private static final String MOUNTED = "mounted";
    private static final String UNMOUNTED = "unmounted";

    private VirtualThreads() {}

    /// Changes the class. Throws where the JVM does not allow it, or is one that works in another way.
    static void follow(Instrumentation instrumentation, HostAccess access) throws Exception {
        Class<?> bridge = bridge(access.lang());
        bridge.getField(MOUNTED).set(null, (Runnable) ThreadContexts::mounted);
        bridge.getField(UNMOUNTED).set(null, (Runnable) ThreadContexts::unmounted);
        // what a mount needs is loaded now, and not while a thread changes its carrier
        ThreadContexts.mounted();
        ThreadContexts.unmounted();
        Mounts mounts = new Mounts();
        // it stays: whoever has the class transformed again would undo the change otherwise
        instrumentation.addTransformer(mounts, true);
        try {
            instrumentation.retransformClasses(Class.forName("java.lang.VirtualThread"));
            if (!mounts.known) {
                throw new IllegalStateException("this JVM mounts virtual threads in a way that is not known");
            }
        } catch (Exception | LinkageError e) {
            instrumentation.removeTransformer(mounts);
            throw e;
        }
        ThreadContexts.virtualThreadsAreFollowed();
    }

    /// `public final class SpanflameMounts` with a field for each of the two, and a method that calls it.
    private static Class<?> bridge(MethodHandles.Lookup lang) throws Exception {
        try {
            return Class.forName(BRIDGE.replace('/', '.'), true, null);
        } catch (ClassNotFoundException e) {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
            writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, BRIDGE, null, "java/lang/Object", null);
            for (String name : new String[] {MOUNTED, UNMOUNTED}) {
                writer.visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "Ljava/lang/Runnable;", null, null)
                        .visitEnd();
                MethodVisitor method =
                        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()V", null, null);
                method.visitCode();
                method.visitFieldInsn(Opcodes.GETSTATIC, BRIDGE, name, "Ljava/lang/Runnable;");
                method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
                method.visitInsn(Opcodes.RETURN);
                method.visitMaxs(0, 0);
                method.visitEnd();
            }
            writer.visitEnd();
            return lang.defineClass(writer.toByteArray());
        }
    }

    /// Adds the two calls.
    private static final class Mounts implements ClassFileTransformer {
        private volatile boolean known;

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> type,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (!TARGET.equals(name)) {
                return null;
            }
            ClassReader reader = new ClassReader(bytes);
            // calls without arguments and results leave all frames as they are
            ClassWriter writer = new ClassWriter(reader, 0);
            Visitor visitor = new Visitor(writer);
            reader.accept(visitor, 0);
            known = visitor.changed == 2;
            return known ? writer.toByteArray() : null;
        }

        private static final class Visitor extends ClassVisitor {
            private int changed;

            Visitor(ClassVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                boolean mount = name.equals("mount");
                if (!descriptor.equals("()V") || !mount && !name.equals("unmount")) {
                    return next;
                }
                changed++;
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        if (!mount) {
                            super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, UNMOUNTED, "()V", false);
                        }
                    }

                    @Override
                    public void visitInsn(int opcode) {
                        if (mount && opcode == Opcodes.RETURN) {
                            super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, MOUNTED, "()V", false);
                        }
                        super.visitInsn(opcode);
                    }
                };
            }
        }
    }
}
