package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.listed.ListedAnswer;
import dev.spanflame.querier.tempo.table.SeriesTable;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.metrics.series.Series;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// `/api/metrics/query_range` and `/api/metrics/query`: series over time, or one value of each, of a
/// TraceQL metrics query.
final class MetricsEndpoints {
    private final MetricsAnswers answers;
    private final long maxBytes;
    private final InstantSource clock;

    /// `clock` tells what "now" is for requests that name no time.
    MetricsEndpoints(TraceStore store, QueryGate gate, InstantSource clock) {
        this.answers = new MetricsAnswers(store, gate);
        this.maxBytes = gate.limits().maxResultBytes();
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.read("/api/metrics/query_range", this::range), Route.read("/api/metrics/query", this::instant));
    }

    private HttpReply range(HttpCall call) throws IOException {
        MetricsParameters asked = MetricsParameters.range(call.query(), clock.instant());
        if (ArrowReply.isWanted(call)) {
            return series(call, asked);
        }
        return answers.passed(call.caller(), asked, (result, source, pass) -> {
            ListedAnswer<Series> answer = MetricsMessages.listed(result, asked.axis(), source, pass::check);
            return Encoding.isLarge(pass) ? Encoding.reply(call, answer) : Encoding.reply(call, answer, maxBytes);
        });
    }

    private HttpReply instant(HttpCall call) throws IOException {
        MetricsParameters asked = MetricsParameters.instant(call.query(), clock.instant());
        if (ArrowReply.isWanted(call)) {
            return series(call, asked);
        }
        return answers.passed(
                call.caller(),
                asked,
                (result, source, pass) -> Encoding.isLarge(pass)
                        ? Encoding.reply(call, MetricsMessages.listed(result, source, pass::check))
                        : Encoding.reply(call, MetricsMessages.instant(result, source), maxBytes));
    }

    private HttpReply series(HttpCall call, MetricsParameters asked) throws IOException {
        return SeriesTable.reply(answers.answer(call.caller(), asked, (result, source) -> result), asked.axis());
    }
}
