package dev.spanflame.querier.traces.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.eval.StopSignal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceFilterTest {
    private static final StopSignal GO_ON = new StopSignal(() -> false, System.nanoTime() + 60_000_000_000L);

    /// A chain 1 > 2 > 3 > 4 > 5 and beside it 1 > 6 > 7.
    private final Trace tree =
            trace(span(1, 0), span(2, 1), span(3, 2), span(4, 3), span(5, 4), span(6, 1), span(7, 6));

    @Test
    void keepsMatchesAlone() {
        assertThat(kept("{ span.n = 3 || name = \"n7\" }", 0, 0)).containsExactly(3L, 7L);
        assertThat(kept("{ resource.service.name = \"even\" }", 0, 0)).containsExactly(2L, 4L, 6L);
        assertThat(kept("{ span.n = 99 }", -1, -1)).isEmpty();
        assertThat(kept("{ false }", -1, -1)).isEmpty();
        assertThat(kept("{}", 0, 0)).hasSize(7);
    }

    @Test
    void keepsLevelsAbove() {
        assertThat(kept("{ span.n = 5 }", 0, -1)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(kept("{ span.n = 5 }", 0, 2)).containsExactly(3L, 4L, 5L);
        assertThat(kept("{ span.n = 5 || span.n = 7 }", 0, 1)).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void keepsLevelsBelow() {
        assertThat(kept("{ span.n = 2 }", -1, 0)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(kept("{ span.n = 1 }", 1, 0)).containsExactly(1L, 2L, 6L);
        assertThat(kept("{ span.n = 1 }", 2, 0)).containsExactly(1L, 2L, 3L, 6L, 7L);
        assertThat(kept("{ span.n = 3 }", 1, 1)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void spansComeBackAsTheyWere() {
        Trace left = TraceFilter.of("{ span.n = 4 }", 0, 0).apply(tree, GO_ON);
        assertThat(left.resourceSpans().getFirst().scopeSpans().getFirst().spans())
                .containsExactly(span(4, 3));
        assertThat(left.resourceSpans().getFirst().resource()).isEqualTo(resource("even"));
    }

    @Test
    void aTraceOfManySpansIsFilteredToo() {
        Span[] spans = new Span[5000];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = span(i + 1, i);
        }
        Trace deep = trace(spans);
        assertThat(TraceFilter.of("{ span.n = 5000 }", 0, -1).apply(deep, GO_ON).spanCount())
                .isEqualTo(5000);
        assertThat(TraceFilter.of("{ span.n = 1 }", 10, 0).apply(deep, GO_ON).spanCount())
                .isEqualTo(11);
    }

    @Test
    void anythingButOneFilterIsRefused() {
        for (String q : List.of(
                "{} | count() > 1",
                "{} > {}",
                "{} && {}",
                "{} | rate()",
                "{} | select(name)",
                "{ span.a = }",
                "({} | count() > 1)")) {
            assertThatThrownBy(() -> TraceFilter.of(q, 0, 0))
                    .as(q)
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    private List<Long> kept(String q, int below, int above) {
        List<Long> ids = new ArrayList<>();
        TraceFilter.of(q, below, above)
                .apply(tree, GO_ON)
                .resourceSpans()
                .forEach(resource ->
                        resource.scopeSpans().forEach(scope -> scope.spans().forEach(span -> ids.add(span.spanId()))));
        ids.sort(null);
        return ids;
    }

    /// Spans with odd ids belong to one service, with even ids to another.
    private static Trace trace(Span... spans) {
        List<Span> odd = new ArrayList<>();
        List<Span> even = new ArrayList<>();
        for (Span span : spans) {
            (span.spanId() % 2 == 0 ? even : odd).add(span);
        }
        return new Trace(List.of(group("odd", odd), group("even", even)));
    }

    private static Trace.ResourceSpans group(String service, List<Span> spans) {
        Scope scope = new Scope("lib", "1", List.of(), 0, "");
        return new Trace.ResourceSpans(resource(service), List.of(new Trace.ScopeSpans(scope, spans)));
    }

    private static Resource resource(String service) {
        return new Resource(
                List.of(Attribute.of("service.name", service)), 0, "", new AttributeValue.Bytes(new byte[0]));
    }

    private static Span span(long id, long parent) {
        return new Span(
                new TraceId(1, 2),
                id,
                parent,
                "",
                0,
                "n" + id,
                2,
                1000 + id,
                2000 + id,
                List.of(Attribute.of("n", (int) id)),
                0,
                List.of(),
                0,
                List.of(),
                0,
                0,
                "");
    }
}
