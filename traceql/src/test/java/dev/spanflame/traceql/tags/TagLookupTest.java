package dev.spanflame.traceql.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.script.TraceNotation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TagLookupTest {
    private static final SpanSource SOURCE = MemorySpanSource.of(TraceNotation.parse(List.of(
                    "trace 1",
                    "  A s \"a\" server +0ms 1ms unset span.k1=1 span.k2=2.5 span.k3=true span.v=\"one\"",
                    "  B s \"b\" server +1ms 1ms unset span.k4=1 span.v=\"two\" span.w=[1, 2]",
                    "trace 2 start=10s",
                    "  C s \"c\" server +0ms 1ms unset span.k5=1 span.v=\"three\""))
            .traces());
    private static final TagOptions ALL = TagOptions.of(TimeRange.ALL);

    @Test
    void boundsTheNumberOfNamesOfEachScope() throws IOException {
        TagNames names = new TagLookup(SOURCE, ALL.withBounds(3, 1000)).names();
        assertThat(names.of(Field.Scope.SPAN)).hasSize(3);
        assertThat(names.of(Field.Scope.RESOURCE)).containsExactly("service.name");
        assertThat(names.of(Field.Scope.LINK)).isEmpty();
        assertThat(names.truncated()).isTrue();
        assertThat(new TagLookup(SOURCE, ALL).names().truncated()).isFalse();
    }

    @Test
    void boundsTheTextOfNamesAndValues() throws IOException {
        assertThat(new TagLookup(SOURCE, ALL.withBounds(1000, 5)).names().truncated())
                .isTrue();
        TagValues values = new TagLookup(SOURCE, ALL.withBounds(1000, 7)).values(TraceQl.parseField("span.v"));
        assertThat(values.truncated()).isTrue();
        assertThat(values.values()).hasSize(2);
    }

    @Test
    void boundsTheNumberOfValues() throws IOException {
        TagValues values = new TagLookup(SOURCE, ALL.withBounds(2, 1000)).values(TraceQl.parseField("span.v"));
        assertThat(values.values()).hasSize(2);
        assertThat(values.truncated()).isTrue();
    }

    @Test
    void valuesCarryTheirTypes() throws IOException {
        TagLookup lookup = new TagLookup(SOURCE, ALL);
        assertThat(lookup.values(TraceQl.parseField("span.k1")).values()).containsExactly(new TagValue("int", "1"));
        assertThat(lookup.values(TraceQl.parseField("span.k2")).values()).containsExactly(new TagValue("float", "2.5"));
        assertThat(lookup.values(TraceQl.parseField("span.k3")).values()).containsExactly(new TagValue("bool", "true"));
        assertThat(lookup.values(TraceQl.parseField("span.w")).values())
                .containsExactly(new TagValue("int", "1"), new TagValue("int", "2"));
        assertThat(lookup.values(TraceQl.parseField("status")).values()).contains(new TagValue("keyword", "error"));
        assertThat(lookup.values(TraceQl.parseField("name")).values()).contains(new TagValue("string", "a"));
    }

    @Test
    void endsWhenCancelled() {
        TagOptions options = ALL.withEnd(() -> true, System.nanoTime() + 1_000_000_000L);
        assertThatThrownBy(() -> new TagLookup(SOURCE, options).names()).hasMessageContaining("cancelled");
    }
}
