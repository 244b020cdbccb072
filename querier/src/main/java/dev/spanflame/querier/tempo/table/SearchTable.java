package dev.spanflame.querier.tempo.table;

import dev.spanflame.model.Hex;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.arrow.ArrowField;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.arrow.ArrowType;
import dev.spanflame.querier.arrow.ArrowWriter;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.SpanMatch;
import dev.spanflame.traceql.search.SpanSetMatch;
import dev.spanflame.traceql.search.TraceMatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a search found as a table: a row for each span shown, with what is known of its trace and its set.
public final class SearchTable {
    private static final List<ArrowField> FIXED = List.of(
            new ArrowField("trace_id", ArrowType.TEXT),
            new ArrowField("root_service", ArrowType.TEXT),
            new ArrowField("root_name", ArrowType.TEXT),
            new ArrowField("trace_start", ArrowType.TIME),
            new ArrowField("trace_duration", ArrowType.DURATION),
            new ArrowField("span_set", ArrowType.INT),
            new ArrowField("matched", ArrowType.INT),
            new ArrowField("span_id", ArrowType.TEXT),
            new ArrowField("span_name", ArrowType.TEXT),
            new ArrowField("start", ArrowType.TIME),
            new ArrowField("duration", ArrowType.DURATION));

    private SearchTable() {}

    /// The answer to a search.
    public static HttpReply reply(SearchResult result) {
        ValueColumns values = new ValueColumns(FIXED);
        for (TraceMatch trace : result.traces()) {
            for (SpanSetMatch set : trace.spanSets()) {
                set.spans().forEach(span -> values.admit(values(set, span)));
            }
        }
        return ArrowReply.of(values.behind(FIXED), Map.of(), out -> {
            for (TraceMatch trace : result.traces()) {
                write(trace, values, out);
            }
        });
    }

    private static List<NamedValue> values(SpanSetMatch set, SpanMatch span) {
        List<NamedValue> all = new ArrayList<>(set.attributes());
        all.addAll(span.attributes());
        return all;
    }

    private static void write(TraceMatch trace, ValueColumns values, ArrowWriter out) throws IOException {
        int number = 0;
        for (SpanSetMatch set : trace.spanSets()) {
            for (SpanMatch span : set.spans()) {
                out.text(0, trace.traceId().hex());
                if (trace.rooted()) {
                    out.text(1, trace.rootServiceName());
                    out.text(2, trace.rootName());
                }
                out.time(3, trace.startNanos());
                out.duration(4, trace.durationNanos());
                out.whole(5, number);
                out.whole(6, set.matched());
                out.text(7, Hex.of(span.spanId()));
                if (!span.name().isEmpty()) {
                    out.text(8, span.name());
                }
                out.time(9, span.startNanos());
                out.duration(10, span.durationNanos());
                values.put(values(set, span), out);
                out.endRow();
            }
            number++;
        }
    }
}
