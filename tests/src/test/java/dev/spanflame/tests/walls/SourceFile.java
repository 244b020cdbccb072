package dev.spanflame.tests.walls;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Java source of the repository.
///
/// @param path relative to the root
/// @param module its folder below the root
/// @param main whether it is part of the product, not of its tests
/// @param packageName dotted
/// @param code the text without comments and string literals, so that words in them are not taken for code
record SourceFile(Path path, String module, boolean main, String packageName, String text, String code) {
    private static final Pattern SPOKEN =
            Pattern.compile("\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'"
                    + "|//[^\\n]*|/\\*[\\s\\S]*?\\*/");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

    /// All sources of all modules.
    static List<SourceFile> all() {
        return Repository.files().stream()
                .filter(path -> path.toString().endsWith(".java"))
                .map(SourceFile::read)
                .toList();
    }

    private static SourceFile read(Path path) {
        String text = Repository.text(path);
        String code = SPOKEN.matcher(text).replaceAll(" ");
        Matcher matcher = PACKAGE.matcher(code);
        if (!matcher.find()) {
            throw new IllegalStateException(path + " is in no package");
        }
        return new SourceFile(
                path, path.getName(0).toString(), path.toString().contains("/src/main/"), matcher.group(1), text, code);
    }

    /// The folder it is in, relative to the root.
    String folder() {
        return path.toString().replaceFirst("/[^/]*$", "");
    }

    /// Number of lines.
    long lines() {
        return text.lines().count();
    }

    /// All qualified names in the code, imports among them.
    Stream<String> qualifiedNames() {
        return Pattern.compile("\\b[a-z]\\w*(?:\\.\\w+)+")
                .matcher(code)
                .results()
                .map(result -> result.group());
    }
}
