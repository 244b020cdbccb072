package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsResult;
import java.io.IOException;

/// Runs metrics queries behind the gate. Thread-safe.
final class MetricsAnswers {
    private final TraceStore store;
    private final QueryGate gate;

    MetricsAnswers(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /// Makes an answer of series.
    interface Form<M> {
        M of(MetricsResult result, CountingSource source);
    }

    /// Makes an answer of series behind a gate that tells how much memory they take.
    interface PassedForm<M> {
        M of(MetricsResult result, CountingSource source, QueryGate.Pass pass) throws IOException;
    }

    <M> M answer(Caller caller, MetricsParameters asked, Form<M> form) throws IOException {
        return passed(caller, asked, (result, source, _) -> form.of(result, source));
    }

    <M> M passed(Caller caller, MetricsParameters asked, PassedForm<M> form) throws IOException {
        try (QueryGate.Pass pass = gate.enter(caller)) {
            MetricsOptions options = MetricsOptions.of(asked.axis())
                    .withMaxExemplars(asked.maxExemplars())
                    .withMaxSeries(asked.maxSeries())
                    .withEnd(pass.ended(), pass.deadlineNanos())
                    .withMemory(gate.limits().maxResultBytes(), pass.memory()::take);
            return store.ask(caller.tenants(), source -> {
                MetricsResult result = asked.plan().query(source, options);
                return form.of(result, source, pass);
            });
        }
    }
}
