package dev.spanflame.ingester;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.SpanBatch;
import java.util.EnumMap;
import java.util.Map;

/// Takes spans. Thread-safe.
public interface SpanIntake {
    /// Stores the spans of `request`, an encoded `ExportTraceServiceRequest` that must not change
    /// afterwards. When it returns, they are durable and every query sees them.
    ///
    /// Throws [dev.spanflame.model.BackendException] when nothing is stored, or when it is not known
    /// whether all is.
    Result store(Tenant tenant, byte[] request);

    /// How many spans were refused, and why; the others are stored.
    record Result(int stored, Map<SpanBatch.Refusal, Integer> refused) {
        /// Copies the map.
        public Result {
            Map<SpanBatch.Refusal, Integer> copy = new EnumMap<>(SpanBatch.Refusal.class);
            copy.putAll(refused);
            refused = copy;
        }

        /// All of them.
        public int refusedCount() {
            return refused.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
