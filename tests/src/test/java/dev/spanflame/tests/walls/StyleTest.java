package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Rules of the style guide that need no more than a look at the text.
class StyleTest {
    private static final Map<String, Pattern> NOT_IN_CODE = Map.of(
            "var", Pattern.compile("(?m)[({;]\\s*(?:final\\s+)?var\\s+\\w+\\s*[=:]"),
            "wildcard import", Pattern.compile("(?m)^import (?:static )?[\\w.]+\\.\\*;|^import module "),
            "synchronized(this)", Pattern.compile("synchronized\\s*\\(\\s*this\\s*\\)"));

    private static final Map<String, Pattern> NOT_IN_TEXT = Map.of(
            "work left over", Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
            "a comment that is not Markdown", Pattern.compile("(?m)^\\s*/\\*" + "\\*"));

    private static final Pattern NAMES =
            Pattern.compile(".*(?:Manager|Helper|Util|Utils|Impl|Common)(?:Test)?\\.java|Base[A-Z].*\\.java");

    @Test
    void code_keeps_to_the_language_agreed_on() {
        assertThat(found(NOT_IN_CODE, SourceFile::code)).isEmpty();
    }

    @Test
    void nothing_is_left_to_be_done() {
        assertThat(found(NOT_IN_TEXT, SourceFile::text)).isEmpty();
    }

    @Test
    void types_are_named_by_what_they_are() {
        assertThat(SourceFile.all())
                .extracting(source -> source.path().getFileName().toString())
                .noneMatch(name -> NAMES.matcher(name).matches());
    }

    @Test
    void packages_are_explained_and_free_of_nulls() {
        Set<String> explained = SourceFile.all().stream()
                .filter(StyleTest::isPackageInfo)
                .map(SourceFile::folder)
                .collect(Collectors.toSet());

        assertThat(SourceFile.all().stream()
                        .map(SourceFile::folder)
                        .distinct()
                        .filter(folder -> !explained.contains(folder)))
                .as("folders without a package-info.java that has a comment and @NullMarked")
                .isEmpty();
    }

    private static boolean isPackageInfo(SourceFile source) {
        return source.path().endsWith("package-info.java")
                && source.code().contains("@NullMarked")
                && source.text().startsWith("///");
    }

    private static List<String> found(Map<String, Pattern> patterns, Function<SourceFile, String> part) {
        return SourceFile.all().stream()
                .flatMap(source -> patterns.entrySet().stream()
                        .filter(entry ->
                                entry.getValue().matcher(part.apply(source)).find())
                        .map(entry -> source.path() + ": " + entry.getKey()))
                .toList();
    }
}
