package dev.spanflame.traceql.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A file of queries over a few spans.
///
/// First the spans (see [TraceNotation]), or `load NAME` for those of another file; then cases. A case begins with one
/// of
///
/// ```
/// query { name = "call" }             a search
/// values span.retry where { ... }     values of a field; `where` and what follows may be left out
/// tags where { ... }                  names of attributes
/// series { ... } | rate()             a metrics query
/// ```
///
/// followed by options, one a line (`limit 5`, `spss 2`, `window 0s..90ms` counted from the notation's epoch), and by
/// what must come out, one or several of
///
/// ```
/// none                                nothing
/// spans A B                           the spans of all sets, in any order
/// set A B : count() = 3; by(x) = 1    one line for each set in the order of the answer, with its attributes
/// shown A : name = "call"; retry = 2  what is shown of a span, all of it
/// matched 4 1                         number of spans of each set, shown or not
/// traces 0ab 0cd                      ids in the order of the answer
/// root 0ab "front" "GET /"            service and name of the root; `root 0ab none` without one
/// stats 0ab db=1/0 front=3/1          spans and errors by service
/// error some words                    a refusal of kind BAD_REQUEST whose message has these words
/// are "a" 2 true                      the values, in order
/// names span a b                      the names of one scope, in order; scopes not named must be empty
/// line {name="x", kind=server} 1 - 0  one line for each series, in order: labels, then values, `-` for none
/// ```
///
/// Unless told otherwise a case asks for 1,000 traces and 100 spans of a set, of all times, and series have one
/// interval of 100 s from a second before the epoch; `axis 0s 5ms 2` are two of 5 ms from the epoch on. `#` begins a
/// comment line. `from traceql 9.14` says of the cases behind it where their answers come from: a section and row of
/// the notes on TraceQL as Tempo documents and tests it, or (`from seen 1.3`) on what a running Tempo was seen to do,
/// with the right answer worked out by hand. `from` alone ends it.
public record Script(String name, Fixture fixture, List<Case> cases) {
    /// Copies the list.
    public Script {
        cases = List.copyOf(cases);
    }

    /// One question and what must come out; `from` is empty where nothing is said of it.
    public record Case(
            int line,
            String kind,
            String text,
            String from,
            Map<String, String> options,
            List<Expectation> expectations) {}

    /// One line of what must come out.
    public record Expectation(int line, String word, String rest) {}

    /// Reads a script; `loader` gives the lines of a file that `load` names.
    static Script parse(String name, List<String> lines, Function<String, List<String>> loader) {
        List<String> spans = new ArrayList<>();
        List<Case> cases = new ArrayList<>();
        String from = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String word = firstWord(line);
            String rest = line.strip().substring(word.length()).strip();
            if (word.isEmpty() || word.startsWith("#")) {
                continue;
            }
            switch (word) {
                case "load" -> spans.addAll(loader.apply(rest));
                case "from" -> from = rest;
                case "query", "values", "tags", "series" ->
                    cases.add(new Case(i + 1, word, rest, from, new LinkedHashMap<>(), new ArrayList<>()));
                case "limit", "spss", "window", "axis" ->
                    last(cases, line).options().put(word, rest);
                case "none",
                        "spans",
                        "set",
                        "shown",
                        "matched",
                        "traces",
                        "root",
                        "stats",
                        "error",
                        "are",
                        "names",
                        "line" -> {
                    if (cases.isEmpty()) {
                        spans.add(line);
                    } else {
                        last(cases, line).expectations().add(new Expectation(i + 1, word, rest));
                    }
                }
                default -> {
                    if (!cases.isEmpty()) {
                        throw new IllegalArgumentException(name + ":" + (i + 1) + ": unknown line: " + line);
                    }
                    spans.add(line);
                }
            }
        }
        return new Script(name, TraceNotation.parse(spans), cases);
    }

    private static Case last(List<Case> cases, String line) {
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("expected a query before: " + line);
        }
        return cases.getLast();
    }

    private static String firstWord(String line) {
        String stripped = line.strip();
        int blank = stripped.indexOf(' ');
        return blank < 0 ? stripped : stripped.substring(0, blank);
    }
}
