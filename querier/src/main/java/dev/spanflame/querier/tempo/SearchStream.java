package dev.spanflame.querier.tempo;

import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.Relay;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchProgress;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.TraceMatch;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Searches whose answer comes in pieces while the search goes on. Thread-safe.
///
/// Each trace is sent once, as soon as it is certain to be in the answer, newest first: clients keep the
/// first copy of a trace they get. Every message has metrics, whose jobs say how far the search is; the
/// first comes at once, and the last has all jobs completed.
public final class SearchStream {
    private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(500);

    private final TraceStore store;
    private final QueryGate gate;

    /// Searches in `store`, behind `gate`.
    public SearchStream(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /// Searches and hands messages of less than 4 MiB to `out`, which may block while the caller does not
    /// read; the search goes on meanwhile and its turn at the gate ends with it. The whole answer has to be
    /// taken within the time of a query.
    ///
    /// Throws [dev.spanflame.model.BackendException] as a search does, and what `out` throws.
    public void search(Caller caller, SearchParameters asked, Consumer<SearchResponse> out) throws IOException {
        SearchPlan plan = TraceQl.compile(asked.query());
        try (Relay<SearchResponse> relay = new Relay<>(out)) {
            Iterable<SearchResponse> rest;
            QueryGate.Pass ended;
            try (QueryGate.Pass pass = gate.enter(caller)) {
                ended = pass;
                SearchOptions options = options(asked, pass);
                Answer answer = new Answer(asked.byTags(), relay);
                rest = store.ask(caller.tenants(), source -> {
                    SearchResult result = plan.search(source, options, answer.from(source));
                    return answer.rest(result, source);
                });
            }
            relay.await();
            for (SearchResponse message : rest) {
                ended.check();
                out.accept(message);
            }
        }
    }

    private SearchOptions options(SearchParameters asked, QueryGate.Pass pass) {
        return SearchOptions.of(asked.window())
                .withLimit(asked.limit())
                .withSpansPerSpanSet(asked.spansPerSpanSet())
                .withCancelled(pass.ended())
                .withDeadlineNanos(pass.deadlineNanos())
                .withMemory(gate.limits().maxResultBytes(), pass.memory()::take);
    }

    /// What is sent of one answer. A search that is begun anew sends no trace again.
    private static final class Answer {
        private final boolean byTags;
        private final Relay<SearchResponse> relay;
        private final Set<TraceId> sent = new HashSet<>();
        private boolean begun;
        private long lastNanos;

        Answer(boolean byTags, Relay<SearchResponse> relay) {
            this.byTags = byTags;
            this.relay = relay;
        }

        SearchProgress from(CountingSource source) {
            return (state, settled) -> reached(state, settled, source);
        }

        private void reached(SearchProgress.State state, Supplier<List<TraceMatch>> settled, CountingSource source) {
            boolean due = !begun || System.nanoTime() - lastNanos >= BETWEEN_MESSAGES.toNanos();
            if (!due || !relay.isIdle()) {
                return;
            }
            begun = true;
            lastNanos = System.nanoTime();
            SearchMetrics metrics = SearchMessages.metrics(state.inspectedTraces(), state.inspectedSpans(), source)
                    .setCompletedJobs(Math.min(state.partitionsRead(), state.partitions()))
                    .setTotalJobs(state.partitions() + 1)
                    .build();
            relay.send(packets(settled.get(), metrics));
        }

        /// The last messages; one at least.
        Iterable<SearchResponse> rest(SearchResult result, CountingSource source) {
            int jobs = result.inspectedPartitions() + result.skippedPartitions() + 1;
            SearchMetrics metrics = SearchMessages.metrics(result.inspectedTraces(), result.inspectedSpans(), source)
                    .setCompletedJobs(jobs)
                    .setTotalJobs(jobs)
                    .build();
            return packets(result.traces(), metrics);
        }

        /// Messages of the traces that are not yet sent, each made when it is sent.
        private Iterable<SearchResponse> packets(List<TraceMatch> traces, SearchMetrics metrics) {
            List<TraceMatch> unsent =
                    traces.stream().filter(trace -> sent.add(trace.traceId())).toList();
            return SearchPackets.of(unsent, trace -> SearchMessages.trace(trace, byTags), metrics);
        }
    }
}
