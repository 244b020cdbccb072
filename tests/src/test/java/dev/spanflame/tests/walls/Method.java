package dev.spanflame.tests.walls;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A method or constructor of a source of the repository, found by the compiler's own parser.
///
/// @param file relative to the root
/// @param lines from its signature to its end
/// @param parameters how many it takes; 0 for constructors of records and enums, which take what these are made of
record Method(Path file, String name, long lines, int parameters) {
    /// All methods of all sources.
    static List<Method> all() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> paths = SourceFile.all().stream()
                .map(source -> Repository.root().resolve(source.path()))
                .toList();
        List<Method> methods = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Repository.root()
                        .relativize(Path.of(unit.getSourceFile().toUri()));
                new Collector(file, unit, positions, methods).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return methods;
    }

    @Override
    public String toString() {
        return file + " " + name;
    }

    private static final class Collector extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Path file;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> methods;
        private boolean inTable;

        Collector(Path file, CompilationUnitTree unit, SourcePositions positions, List<Method> methods) {
            this.file = file;
            this.unit = unit;
            this.positions = positions;
            this.methods = methods;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            boolean outer = inTable;
            inTable = type.getKind() == Tree.Kind.RECORD || type.getKind() == Tree.Kind.ENUM;
            super.visitClass(type, null);
            inTable = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            LineMap map = unit.getLineMap();
            long begin = map.getLineNumber(positions.getStartPosition(unit, method));
            long end = map.getLineNumber(positions.getEndPosition(unit, method));
            methods.add(new Method(
                    file,
                    method.getName().toString(),
                    end - begin + 1,
                    inTable && method.getReturnType() == null
                            ? 0
                            : method.getParameters().size()));
            return super.visitMethod(method, null);
        }
    }
}
