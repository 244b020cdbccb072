package dev.spanflame.querier.tempo;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.tempopb.InstantSeries;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.TimeSeries;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.metrics.series.Series;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Answers TraceQL metrics queries by messages that fit into gRPC's usual bound of 4 MiB. Thread-safe.
///
/// Series over time come in as many messages as they need, each series in one: Grafana appends them. Single
/// values come in one message, because Grafana shows the last alone; where they do not fit, the first do
/// and the message is marked partial.
public final class MetricsStream {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_INSTANT_BYTES = 3 << 20;

    private final MetricsAnswers answers;
    private final InstantSource clock;

    /// Answers from `store`, behind `gate`; `clock` tells what "now" is for requests that name no time.
    public MetricsStream(TraceStore store, QueryGate gate, InstantSource clock) {
        this.answers = new MetricsAnswers(store, gate);
        this.clock = clock;
    }

    /// A value per step of each series. `out` may block while the caller does not read.
    public void range(Caller caller, QueryRangeRequest request, Consumer<QueryRangeResponse> out) throws IOException {
        MetricsParameters asked = MetricsParameters.of(request, clock.instant());
        Found found = answers.answer(
                caller, asked, (result, source) -> new Found(MetricsMessages.rest(result, source), result.series()));
        QueryRangeResponse.Builder next = found.rest.toBuilder();
        int bytes = 0;
        for (Series one : found.series) {
            TimeSeries series = MetricsMessages.series(one, asked.axis());
            if (next.getSeriesCount() > 0 && bytes + size(series) > MAX_BYTES) {
                out.accept(next.build());
                next = found.rest.toBuilder();
                bytes = 0;
            }
            next.addSeries(series);
            bytes += size(series);
        }
        out.accept(next.build());
    }

    /// Series that become messages when they are sent.
    private record Found(QueryRangeResponse rest, List<Series> series) {}

    /// One value of each series for the whole time.
    public void instant(Caller caller, QueryInstantRequest request, Consumer<QueryInstantResponse> out)
            throws IOException {
        MetricsParameters asked = MetricsParameters.of(request, clock.instant());
        QueryInstantResponse whole = answers.answer(caller, asked, MetricsMessages::instant);
        if (size(whole) <= MAX_INSTANT_BYTES) {
            out.accept(whole);
            return;
        }
        QueryInstantResponse.Builder fitting = whole.toBuilder().clearSeries();
        int bytes = 0;
        for (InstantSeries series : whole.getSeriesList()) {
            bytes += size(series);
            if (bytes > MAX_INSTANT_BYTES) {
                break;
            }
            fitting.addSeries(series);
        }
        out.accept(fitting.setStatus(PartialStatus.PARTIAL)
                .setMessage("the first " + fitting.getSeriesCount() + " of " + whole.getSeriesCount()
                        + " series fit into a message; group by a field with fewer values")
                .build());
    }

    private static int size(Message message) {
        return message.getSerializedSize() + 16;
    }
}
