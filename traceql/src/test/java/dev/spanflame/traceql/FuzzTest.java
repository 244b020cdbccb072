package dev.spanflame.traceql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.script.Script;
import dev.spanflame.traceql.script.ScriptRunner;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.syntax.tree.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random and mutated texts: whatever they are, they are answered or refused, and what parses prints.
///
/// `-Dspanflame.traceql.fuzz=N` sets the number of texts, `-Dspanflame.traceql.seed=N` the first seed.
final class FuzzTest {
    private static final int TEXTS = Integer.getInteger("spanflame.traceql.fuzz", 12_000);
    private static final long SEED = Long.getLong("spanflame.traceql.seed", 1L);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "(",
            ")",
            "{}",
            " ",
            "|",
            "&&",
            "||",
            "!",
            "=",
            "!=",
            "=~",
            "!~",
            "<",
            ">",
            "<<",
            ">>",
            "~",
            "&>",
            "&>>",
            "!>",
            "!<<",
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            ",",
            ".a",
            "span.b",
            "resource.service.name",
            "event.x",
            "link.y",
            "parent.z",
            ".",
            "span.",
            "span:",
            "id",
            "name",
            "duration",
            "status",
            "kind",
            "error",
            "server",
            "nil",
            "true",
            "false",
            "1",
            "2.5",
            "10ms",
            "1e3",
            "0x1p-2",
            "\"x\"",
            "`y`",
            "\"(\"",
            "\"a|b\"",
            "count()",
            "avg(",
            "max(.a)",
            "by(",
            "select(",
            "coalesce()",
            "!{",
            "item(",
            "length(",
            "order_by(",
            "stats(count(), quantile(duration, .9)) by(name)",
            "rate()",
            "quantile_over_time(",
            "compare(",
            "topk(3)",
            "with(",
            "most_recent=true",
            "minInt",
            "maxInt",
            "//",
            "/*",
            "*/",
            "\n",
            "é",
            "🙂",
            "\u0000",
            "event:name",
            "trace:id",
            "nestedSetParent");

    @Test
    void everyTextIsAnsweredOrRefused() throws IOException {
        List<String> corpus = queries();
        SpanSource source = MemorySpanSource.of(spans());
        int parsed = 0;
        int answered = 0;
        for (long seed = SEED; seed < SEED + TEXTS; seed++) {
            Random random = new Random(seed);
            String text = random.nextInt(4) == 0 ? randomText(random) : mutated(random, corpus);
            try {
                Query query = TraceQl.parse(text);
                parsed++;
                assertThat(TraceQl.parse(TraceQl.print(query))).as(text).isEqualTo(query);
                TraceQl.compile(query).search(source, SearchOptions.of(TimeRange.ALL));
                answered++;
            } catch (BackendException e) {
                assertThat(e.text()).as(text).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(parsed).isGreaterThan(TEXTS / 25);
        assertThat(answered).isGreaterThan(TEXTS / 50);
    }

    @Test
    void everyScriptedQueryPrintsAsItself() {
        int printed = 0;
        for (String text : queries()) {
            Optional<Query> query = parse(text);
            if (query.isPresent()) {
                String once = TraceQl.print(query.get());
                assertThat(TraceQl.parse(once)).as(text).isEqualTo(query.get());
                assertThat(TraceQl.print(TraceQl.parse(once))).isEqualTo(once);
                printed++;
            }
        }
        assertThat(printed).isGreaterThan(500);
    }

    private static Optional<Query> parse(String text) {
        try {
            return Optional.of(TraceQl.parse(text));
        } catch (BackendException _) {
            return Optional.empty();
        }
    }

    private static List<String> queries() {
        List<String> queries = new ArrayList<>();
        for (Script script : ScriptRunner.scripts()) {
            for (Script.Case question : script.cases()) {
                if (question.kind().equals("query")) {
                    queries.add(question.text());
                }
            }
        }
        return queries;
    }

    private static List<Trace> spans() {
        for (Script script : ScriptRunner.scripts()) {
            if (script.name().equals("events.tql")) {
                return script.fixture().traces();
            }
        }
        throw new IllegalStateException("no script events.tql");
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            if (random.nextInt(10) == 0) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextBoolean() ? " " : "");
            }
        }
        return text.toString();
    }

    private static String mutated(Random random, List<String> corpus) {
        StringBuilder text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
        for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
                case 3 -> {
                    int end = Math.min(text.length(), at + random.nextInt(10));
                    text.insert(random.nextInt(text.length()), text.substring(at, end));
                }
                default -> {
                    String other = corpus.get(random.nextInt(corpus.size()));
                    text.replace(at, text.length(), other.substring(random.nextInt(other.length() + 1)));
                }
            }
        }
        return text.toString();
    }
}
