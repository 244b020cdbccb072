package dev.spanflame.tests.walls;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Markdown files of the repository and what they name.
final class Documents {
    private static final Pattern FENCE = Pattern.compile("(?s)```(\\w*)\\n(.*?)```");
    private static final Pattern TICKED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private Documents() {}

    /// A thing named in a document.
    record Mention(Path document, String text) {}

    /// All documents.
    static List<Path> all() {
        return Repository.files().stream()
                .filter(path -> path.toString().endsWith(".md"))
                .toList();
    }

    /// Texts in backticks.
    static List<Mention> ticked() {
        return mentions(document -> TICKED.matcher(
                        FENCE.matcher(Repository.text(document)).replaceAll(""))
                .results()
                .map(result -> result.group(1)));
    }

    /// Targets of links within the repository, without anchors.
    static List<Mention> links() {
        return mentions(document -> LINK.matcher(
                        FENCE.matcher(Repository.text(document)).replaceAll(""))
                .results()
                .map(result -> result.group(1).replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty() && !target.contains("://") && !target.startsWith("mailto:")));
    }

    /// Command lines: lines of `sh` blocks, and texts in backticks that begin with `bin/`.
    static List<Mention> commands() {
        Stream<Mention> blocks = mentions(document -> FENCE.matcher(Repository.text(document))
                        .results()
                        .filter(result -> result.group(1).equals("sh"))
                        .flatMap(result ->
                                result.group(2).replace("\\\n", " ").lines().map(String::strip)))
                .stream();
        return Stream.concat(blocks, ticked().stream())
                .filter(mention -> mention.text().matches("(\\w+=\\S+ )*(\\./)?bin/.*"))
                .toList();
    }

    private static List<Mention> mentions(Function<Path, Stream<String>> find) {
        return all().stream()
                .flatMap(document -> find.apply(document).map(text -> new Mention(document, text)))
                .toList();
    }
}
