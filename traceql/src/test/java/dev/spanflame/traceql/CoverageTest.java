package dev.spanflame.traceql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.script.Script;
import dev.spanflame.traceql.script.ScriptRunner;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything the language has occurs in a script and in `docs/compat/traceql.md`.
final class CoverageTest {
    private static final Set<Object> SCRIPTED = scripted();
    private static final String DOCUMENT = document();

    static Stream<Object> constructs() {
        return Stream.of(
                        Function.values(),
                        FieldOperator.values(),
                        SpansetOperator.values(),
                        FieldExpr.UnaryOperator.values(),
                        Intrinsic.values(),
                        AttributeScope.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("constructs")
    void occursInAScript(Object construct) {
        assertThat(SCRIPTED).contains(construct);
    }

    @ParameterizedTest
    @MethodSource("constructs")
    void occursInTheCompatibilityPage(Object construct) {
        String text = switch (construct) {
            case Function function -> function.text();
            case FieldOperator operator -> operator.text();
            case SpansetOperator operator -> operator.text();
            case FieldExpr.UnaryOperator operator -> operator.text();
            case Intrinsic intrinsic -> intrinsic.text();
            case AttributeScope scope -> scope.prefix();
            default -> throw new IllegalArgumentException("unknown construct " + construct);
        };
        assertThat(DOCUMENT).contains("`" + text.replace("|", "\\|"));
        if (construct instanceof Intrinsic intrinsic && !intrinsic.scoped().isEmpty()) {
            assertThat(DOCUMENT).contains("`" + intrinsic.scoped() + "`");
        }
    }

    private static Set<Object> scripted() {
        Set<Object> found = new HashSet<>();
        for (Script script : ScriptRunner.scripts()) {
            for (Script.Case question : script.cases()) {
                if (question.kind().equals("query")) {
                    try {
                        collect(TraceQl.parse(question.text()), found);
                    } catch (BackendException _) {
                        // A query that is refused shows nothing.
                    }
                }
            }
        }
        return found;
    }

    /// Every enum constant in a tree of records and lists.
    private static void collect(Object node, Set<Object> found) {
        switch (node) {
            case Enum<?> constant -> found.add(constant);
            case Collection<?> nodes -> nodes.forEach(child -> collect(child, found));
            case Record tree -> {
                for (RecordComponent component : tree.getClass().getRecordComponents()) {
                    collect(child(tree, component), found);
                }
                if (tree instanceof MetricsExpr.Measurement measurement) {
                    found.add(measurement.function());
                }
                // Stages are records of their own, not constants.
                Function.ofWord(tree.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                        .ifPresent(found::add);
            }
            default -> {}
        }
    }

    private static Object child(Record tree, RecordComponent component) {
        try {
            return component.getAccessor().invoke(tree);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String document() {
        Path path = Path.of(System.getProperty("spanflame.root", ".."), "docs", "compat", "traceql.md");
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException("expected the page " + path, e);
        }
    }
}
