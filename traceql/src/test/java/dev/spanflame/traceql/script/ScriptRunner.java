package dev.spanflame.traceql.script;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.syntax.DurationText;
import dev.spanflame.traceql.tags.TagNames;
import dev.spanflame.traceql.tags.TagOptions;
import dev.spanflame.traceql.tags.TagValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Runs scripts against a target and says what came out wrong.
public final class ScriptRunner {
    private static final String FOLDER = "/scripts/";
    // What a server may be asked for with its usual limits.
    private static final String MOST_TRACES = "1000";
    private static final String MOST_SPANS = "100";
    private static final String SERIES_AXIS = "-1s 100s 1";

    private final Script script;
    private final boolean typed;
    private final List<String> failures = new ArrayList<>();

    private ScriptRunner(Script script, boolean typed) {
        this.script = script;
        this.typed = typed;
    }

    /// All scripts, from the file `index.txt` beside them.
    public static List<Script> scripts() {
        List<Script> scripts = new ArrayList<>();
        for (String name : lines("index.txt")) {
            if (!name.isBlank()) {
                scripts.add(Script.parse(name, lines(name), ScriptRunner::lines));
            }
        }
        return scripts;
    }

    /// Runs one script; throws [AssertionError] that lists every wrong answer with file and line.
    public static void run(Script script, ScriptTarget target) {
        ScriptRunner runner = new ScriptRunner(script, target.isTyped());
        try {
            ScriptTarget.Loaded loaded = target.load(script.fixture().traces());
            for (Script.Case question : script.cases()) {
                runner.ask(question, loaded);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(script.name(), e);
        }
        if (!runner.failures.isEmpty()) {
            throw new AssertionError(String.join("\n", runner.failures));
        }
    }

    private void ask(Script.Case question, ScriptTarget.Loaded loaded) throws IOException {
        if (question.expectations().isEmpty()) {
            failures.add(script.name() + ":" + question.line() + ": nothing is expected of: " + question.text());
        }
        try {
            switch (question.kind()) {
                case "query" -> checkSearch(question, loaded.search(question.text(), options(question)));
                case "tags" -> checkNames(question, loaded.names(tagOptions(question)));
                case "series" ->
                    checkSeries(question, loaded.series(question.text(), MetricsOptions.of(axis(question))));
                default -> {
                    String field = question.text().split(" where ", 2)[0];
                    checkValues(question, loaded.values(field, tagOptions(question)));
                }
            }
        } catch (BackendException e) {
            checkRefusal(question, e);
        } catch (RuntimeException e) {
            failures.add(script.name() + ":" + question.line() + ": " + question.text() + "\n    threw " + e);
        }
    }

    private void checkSearch(Script.Case question, SearchResult result) {
        Fixture fixture = script.fixture();
        List<String> sets = new ArrayList<>();
        for (Script.Expectation expected : question.expectations()) {
            switch (expected.word()) {
                case "none" -> expect(question, expected, "", Answers.spans(result, fixture));
                case "spans" -> expect(question, expected, sorted(expected.rest()), Answers.spans(result, fixture));
                case "set" -> sets.add(normalised(expected.rest()));
                case "matched" -> expect(question, expected, expected.rest(), Answers.matched(result));
                case "traces" -> expect(question, expected, shortIds(expected.rest()), Answers.traces(result));
                case "shown" -> {
                    List<String> shown = Answers.shown(result, fixture);
                    if (shown.stream().noneMatch(span -> comparable(span).equals(comparable(expected.rest())))) {
                        expect(question, expected, expected.rest(), shown.toString());
                    }
                }
                case "root", "stats" -> {
                    String[] parts = expected.rest().split(" ", 2);
                    String found = expected.word().equals("root")
                            ? Answers.root(result, parts[0])
                            : Answers.stats(result, parts[0]);
                    expect(question, expected, parts[1], found);
                }
                default -> expect(question, expected, expected.word() + " " + expected.rest(), "an answer");
            }
        }
        if (!sets.isEmpty()) {
            expect(
                    question,
                    question.expectations().getFirst(),
                    sets.toString(),
                    Answers.sets(result, fixture).toString());
        }
    }

    private void checkSeries(Script.Case question, MetricsResult result) {
        List<String> expected = new ArrayList<>();
        for (Script.Expectation line : question.expectations()) {
            if (!line.word().equals("none")) {
                expected.add(line.word().equals("line") ? line.rest() : line.word() + " " + line.rest());
            }
        }
        expect(
                question,
                question.expectations().getFirst(),
                String.join("\n    ", expected),
                String.join("\n    ", Answers.series(result)));
    }

    private void checkNames(Script.Case question, TagNames names) {
        List<String> found = new ArrayList<>();
        names.byScope().forEach((scope, keys) -> {
            if (!keys.isEmpty()) {
                found.add(scope.name().toLowerCase(Locale.ROOT) + " " + String.join(" ", keys));
            }
        });
        List<String> expected = new ArrayList<>();
        for (Script.Expectation line : question.expectations()) {
            if (line.word().equals("names")) {
                expected.add(line.rest());
            }
        }
        expected.sort((a, b) -> scopeOf(a).compareTo(scopeOf(b)));
        expect(question, question.expectations().getFirst(), expected.toString(), found.toString());
    }

    private void checkValues(Script.Case question, TagValues values) {
        List<String> found = new ArrayList<>();
        values.values()
                .forEach(value ->
                        found.add(value.type().equals("string") ? Answers.quoted(value.text()) : value.text()));
        Script.Expectation expected = question.expectations().getFirst();
        expect(question, expected, expected.word().equals("none") ? "" : expected.rest(), String.join(" ", found));
    }

    private void checkRefusal(Script.Case question, BackendException refusal) {
        for (Script.Expectation expected : question.expectations()) {
            boolean isExpected = expected.word().equals("error")
                    && refusal.kind() == ErrorKind.BAD_REQUEST
                    && refusal.text().contains(expected.rest());
            if (!isExpected) {
                expect(
                        question,
                        expected,
                        expected.word() + " " + expected.rest(),
                        refusal.kind() + " " + refusal.text());
            }
        }
    }

    private void expect(Script.Case question, Script.Expectation line, String expected, String found) {
        if (!comparable(expected).equals(comparable(found))) {
            failures.add(script.name() + ":" + line.line() + ": " + question.text() + "\n    expected: " + expected
                    + "\n    found:    " + found);
        }
    }

    private String comparable(String text) {
        return typed ? text : text.replace("\"", "");
    }

    private static SearchOptions options(Script.Case question) {
        Map<String, String> options = question.options();
        return SearchOptions.of(window(question))
                .withLimit(Integer.parseInt(options.getOrDefault("limit", MOST_TRACES)))
                .withSpansPerSpanSet(Integer.parseInt(options.getOrDefault("spss", MOST_SPANS)));
    }

    private static TagOptions tagOptions(Script.Case question) {
        String[] parts = question.text().split("(^| )where ", 2);
        return TagOptions.of(window(question)).withQuery(parts.length > 1 ? parts[1] : "");
    }

    private static TimeRange window(Script.Case question) {
        String window = question.options().get("window");
        if (window == null) {
            return TimeRange.ALL;
        }
        String[] ends = window.split("\\.\\.", 2);
        return new TimeRange(moment(ends[0]), moment(ends[1]));
    }

    private static TimeAxis axis(Script.Case question) {
        String[] parts = question.options().getOrDefault("axis", SERIES_AXIS).split(" ");
        return new TimeAxis(moment(parts[0]), DurationText.parse(parts[1]).orElseThrow(), Integer.parseInt(parts[2]));
    }

    private static long moment(String text) {
        return TraceNotation.EPOCH_NANOS + new Cursor(text).nanos();
    }

    private static Field.Scope scopeOf(String names) {
        return Field.Scope.valueOf(names.split(" ", 2)[0].toUpperCase(Locale.ROOT));
    }

    private static String sorted(String labels) {
        return String.join(" ", new TreeSet<>(List.of(labels.split(" +"))));
    }

    private static String normalised(String set) {
        String[] parts = set.split(" : ", 2);
        return sorted(parts[0]) + (parts.length > 1 ? " : " + parts[1] : "");
    }

    private static String shortIds(String ids) {
        List<String> result = new ArrayList<>();
        for (String id : ids.split(" +")) {
            result.add(TraceId.parse(id).shortHex());
        }
        return String.join(" ", result);
    }

    private static List<String> lines(String name) {
        try (InputStream stream = ScriptRunner.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no script " + FOLDER + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
