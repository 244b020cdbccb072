package dev.spanflame.querier.pyroscope.vcs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where in a repository the file of a function may lie.
final class SourcePaths {
    /// Paths that are tried at most.
    static final int MAX = 12;

    private static final List<String> JVM_FOLDERS = List.of("src/main/java/", "src/main/kotlin/", "src/", "");

    private SourcePaths() {}

    /// Paths from the root of the repository, the likeliest first, without any that leads out of it.
    ///
    /// `local` is the path where the program was built, of which the repository knows an unknown end; a JVM
    /// knows neither a path nor more than the name of the file, but the package by the name of the
    /// function.
    static List<String> of(Repository repository, String local, String root, String function) {
        Set<String> paths = new LinkedHashSet<>();
        String path = local.replace('\\', '/');
        int ofClass = function.lastIndexOf('.');
        if (function.indexOf('/') > 0 && ofClass > 0 && (path.isEmpty() || isJvm(path))) {
            String file = function.substring(0, ofClass);
            int inner = file.indexOf('$');
            String outer = inner > 0 ? file.substring(0, inner) : file;
            String folder = outer.substring(0, outer.lastIndexOf('/') + 1);
            String name = path.isEmpty() ? outer.substring(folder.length()) + ".java" : lastOf(path);
            JVM_FOLDERS.forEach(each -> paths.add(each + folder + name));
        }
        int inRepository = path.indexOf("/" + repository.name() + "/");
        if (inRepository >= 0) {
            paths.add(path.substring(inRepository + repository.name().length() + 2));
        }
        for (int from = 0; from >= 0 && from < path.length(); from = next(path, from)) {
            paths.add(path.substring(from));
        }
        List<String> found = new ArrayList<>();
        for (String each : paths) {
            String whole = clean(root.replace('\\', '/') + "/" + each);
            if (!whole.isEmpty() && found.size() < MAX && !found.contains(whole)) {
                found.add(whole);
            }
        }
        return found;
    }

    private static boolean isJvm(String path) {
        return path.endsWith(".java") || path.endsWith(".kt") || path.endsWith(".scala") || path.endsWith(".groovy");
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static int next(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? -1 : slash + 1;
    }

    /// Without empty and `.` segments; empty where a segment is `..`.
    private static String clean(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                return "";
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }
}
