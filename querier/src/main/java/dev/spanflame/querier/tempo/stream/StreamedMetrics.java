package dev.spanflame.querier.tempo.stream;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import java.util.function.Consumer;

/// Who answers TraceQL metrics by gRPC. Implementations are thread-safe and enter the gate of queries
/// themselves.
///
/// `replies` takes any number of messages, each of less than 4 MiB; the last has the whole answer. It
/// blocks while the caller does not read and throws [BackendException] of kind CANCELLED once the caller is
/// gone.
public interface StreamedMetrics {
    /// Refuses every call with [ErrorKind#UNIMPLEMENTED].
    StreamedMetrics NONE = new StreamedMetrics() {
        @Override
        public void range(Caller caller, QueryRangeRequest request, Consumer<QueryRangeResponse> replies) {
            throw refused();
        }

        @Override
        public void instant(Caller caller, QueryInstantRequest request, Consumer<QueryInstantResponse> replies) {
            throw refused();
        }

        private BackendException refused() {
            return new BackendException(
                    ErrorKind.UNIMPLEMENTED,
                    "unsupported_rpc",
                    "TraceQL metrics are not answered by gRPC here; switch streaming of metrics off in the data source");
        }
    };

    /// Answers a query for a value per step.
    void range(Caller caller, QueryRangeRequest request, Consumer<QueryRangeResponse> replies) throws Exception;

    /// Answers a query for one value over the whole range.
    void instant(Caller caller, QueryInstantRequest request, Consumer<QueryInstantResponse> replies) throws Exception;
}
