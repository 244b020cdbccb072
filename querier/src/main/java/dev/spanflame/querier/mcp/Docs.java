package dev.spanflame.querier.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Pages of the documentation, cut to what an assistant needs at once. Immutable.
final class Docs {
    /// A page: its URI as a resource, its title, what it is about, and its text in Markdown.
    record Page(String uri, String title, String description, String text) {}

    private static final Set<String> STRUCTURAL = Set.of("Spans of one trace");
    private static final Set<String> AGGREGATES = Set.of("Pipelines");
    private static final Set<String> METRICS = Set.of("Series over time");

    private final List<Page> pages = new ArrayList<>();

    /// Reads the pages that are built into the program.
    Docs() {
        Map<String, String> traceQl = sections(read("traceql.md"));
        Map<String, String> configuration = sections(read("configuration.md"));
        String basic = without(traceQl, Set.of("Spans of one trace", "Pipelines", "Series over time"));
        add("traceql/query", "TraceQL", "Searching traces with TraceQL: begin here", basic);
        add("traceql/basic", "TraceQL: filters", "Fields, constants, operators, and how answers come", basic);
        add(
                "traceql/aggregates",
                "TraceQL: pipelines",
                "Counting, averages, grouping, selecting, ordering",
                only(traceQl, AGGREGATES));
        add(
                "traceql/structural",
                "TraceQL: structure",
                "Spans by their parents, children, siblings",
                only(traceQl, STRUCTURAL));
        add("traceql/metrics", "TraceQL: metrics", "Series over time from spans", only(traceQl, METRICS));
        add(
                "config/overview",
                "Configuration: overview",
                "How the server is configured, and which groups of keys there are",
                overview(configuration));
        add(
                "config/reference",
                "Configuration: reference",
                "Every key with its default",
                String.join("\n", configuration.values()));
    }

    private void add(String path, String title, String description, String text) {
        pages.add(new Page("docs://" + path, title, description, text));
    }

    /// All pages.
    List<Page> pages() {
        return List.copyOf(pages);
    }

    /// The text of a page that is there.
    String text(String path) {
        return pages.stream()
                .filter(page -> page.uri.equals("docs://" + path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no page " + path))
                .text();
    }

    private static String overview(Map<String, String> configuration) {
        StringBuilder text = new StringBuilder(configuration.getOrDefault("", ""));
        configuration.forEach((title, section) -> {
            if (!title.isEmpty()) {
                text.append("\n## ").append(title).append("\n\n");
                section.lines()
                        .skip(1)
                        .filter(line -> !line.isBlank() && !line.startsWith("|"))
                        .forEach(line -> text.append(line).append('\n'));
                text.append("Keys: ")
                        .append(String.join(
                                ", ",
                                section.lines()
                                        .filter(line -> line.startsWith("| `"))
                                        .map(line -> line.substring(2, line.indexOf('`', 3) + 1))
                                        .toList()))
                        .append('\n');
            }
        });
        return text.toString();
    }

    private static String only(Map<String, String> sections, Set<String> titles) {
        StringBuilder text = new StringBuilder();
        titles.forEach(title -> text.append(sections.getOrDefault(title, "")));
        return text.toString();
    }

    private static String without(Map<String, String> sections, Set<String> titles) {
        StringBuilder text = new StringBuilder();
        sections.forEach((title, section) -> text.append(titles.contains(title) ? "" : section));
        return text.toString();
    }

    /// Sections of a page by their titles, in order; what stands before the first has the empty title.
    private static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        String title = "";
        StringBuilder text = new StringBuilder();
        for (String line : page.lines().toList()) {
            if (line.startsWith("## ")) {
                sections.put(title, text.toString());
                title = line.substring(3).strip();
                text.setLength(0);
            }
            text.append(line).append('\n');
        }
        sections.put(title, text.toString());
        return sections;
    }

    private static String read(String name) {
        try (InputStream in = Docs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not built in");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("own page cannot be read", e);
        }
    }
}
