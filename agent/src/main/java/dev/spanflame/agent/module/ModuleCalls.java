package dev.spanflame.agent.module;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// Writes the class that calls the inside of the JVM, whose methods have no names at compile time:
///
/// ```java
/// void accept(Object[] arguments) { // loader, descriptor, modules to read
///     JavaLangAccess access = SharedSecrets.getJavaLangAccess();
///     Module module = access.defineModule(loader, descriptor, null);
///     access.addReadsAllUnnamed(module);
///     access.addReads(module, read); // for each
///     access.addExports(base, "jdk.internal.misc", module); // the first of these is java.base
///     access.addOpens(base, "java.lang", module);
///     access.addEnableNativeAccess(module);
/// }
/// ```
///
/// By reflection the JVM would write a class or more for each of these calls, which costs a host
/// megabytes when they are its first.
final class ModuleCalls {
    private static final String NAME = "dev/spanflame/agent/module/Calls";
    private static final String INTERNAL = "jdk/internal/access/";
    private static final String ACCESS = INTERNAL + "JavaLangAccess";
    private static final String ARRAY = "[Ljava/lang/Object;";
    private static final String MODULE = "java/lang/Module";
    private static final String OF_MODULE = "(L" + MODULE + ";)";
    private static final int ARGUMENTS = 1;
    private static final int THE_ACCESS = 2;
    private static final int THE_MODULE = 3;

    private ModuleCalls() {}

    /// The class, for that many modules to read.
    static byte[] bytes(int read) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String[] interfaces = {"java/util/function/Consumer"};
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, NAME, null, "java/lang/Object", interfaces);
        MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        end(made);
        MethodVisitor calls = writer.visitMethod(Opcodes.ACC_PUBLIC, "accept", "(Ljava/lang/Object;)V", null, null);
        calls.visitCode();
        calls.visitMethodInsn(
                Opcodes.INVOKESTATIC, INTERNAL + "SharedSecrets", "getJavaLangAccess", "()L" + ACCESS + ";", false);
        calls.visitVarInsn(Opcodes.ASTORE, THE_ACCESS);
        define(calls);
        call(calls, "addReadsAllUnnamed", OF_MODULE + "V");
        for (int i = 0; i < read; i++) {
            calls.visitVarInsn(Opcodes.ALOAD, THE_ACCESS);
            calls.visitVarInsn(Opcodes.ALOAD, THE_MODULE);
            argument(calls, 2 + i, MODULE);
            String two = "(L" + MODULE + ";L" + MODULE + ";)V";
            calls.visitMethodInsn(Opcodes.INVOKEINTERFACE, ACCESS, "addReads", two, true);
        }
        let(calls, "addExports", "jdk.internal.misc");
        let(calls, "addOpens", "java.lang");
        call(calls, "addEnableNativeAccess", OF_MODULE + "L" + MODULE + ";");
        calls.visitInsn(Opcodes.POP);
        end(calls);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void define(MethodVisitor calls) {
        calls.visitVarInsn(Opcodes.ALOAD, THE_ACCESS);
        argument(calls, 0, "java/lang/ClassLoader");
        argument(calls, 1, "java/lang/module/ModuleDescriptor");
        calls.visitInsn(Opcodes.ACONST_NULL);
        String descriptor =
                "(Ljava/lang/ClassLoader;Ljava/lang/module/ModuleDescriptor;Ljava/net/URI;)L" + MODULE + ";";
        calls.visitMethodInsn(Opcodes.INVOKEINTERFACE, ACCESS, "defineModule", descriptor, true);
        calls.visitVarInsn(Opcodes.ASTORE, THE_MODULE);
    }

    /// Of a package of `java.base`.
    private static void let(MethodVisitor calls, String name, String inside) {
        calls.visitVarInsn(Opcodes.ALOAD, THE_ACCESS);
        argument(calls, 2, MODULE);
        calls.visitLdcInsn(inside);
        calls.visitVarInsn(Opcodes.ALOAD, THE_MODULE);
        String three = "(L" + MODULE + ";Ljava/lang/String;L" + MODULE + ";)V";
        calls.visitMethodInsn(Opcodes.INVOKEINTERFACE, ACCESS, name, three, true);
    }

    private static void call(MethodVisitor calls, String name, String descriptor) {
        calls.visitVarInsn(Opcodes.ALOAD, THE_ACCESS);
        calls.visitVarInsn(Opcodes.ALOAD, THE_MODULE);
        calls.visitMethodInsn(Opcodes.INVOKEINTERFACE, ACCESS, name, descriptor, true);
    }

    private static void argument(MethodVisitor calls, int number, String type) {
        calls.visitVarInsn(Opcodes.ALOAD, ARGUMENTS);
        calls.visitTypeInsn(Opcodes.CHECKCAST, ARRAY);
        calls.visitIntInsn(Opcodes.BIPUSH, number);
        calls.visitInsn(Opcodes.AALOAD);
        calls.visitTypeInsn(Opcodes.CHECKCAST, type);
    }

    private static void end(MethodVisitor method) {
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
