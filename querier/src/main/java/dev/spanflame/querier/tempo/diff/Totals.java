package dev.spanflame.querier.tempo.diff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sums over one trace, in nanoseconds. `envelope` is from the first start to the last end; spans without a
/// usable duration count nothing.
record Totals(long envelope, long sum, int errors, Map<String, Long> sumByService, Map<Placed, Integer> shape) {
    /// How services without a name are called.
    static final String UNKNOWN = "<unknown>";

    /// A span by what it does and what its parent does: two traces of the same numbers of each have the same
    /// structure.
    record Placed(SpanKey key, Optional<SpanKey> parent) {}

    static Totals of(List<TreeSpan> spans) {
        long first = -1;
        long last = 0;
        long sum = 0;
        int errors = 0;
        Map<String, Long> byService = new HashMap<>();
        Map<Placed, Integer> shape = new HashMap<>();
        for (TreeSpan span : spans) {
            if (span.hasDuration()) {
                // -1 is the largest number when read as unsigned
                first = Long.compareUnsigned(span.span().startNanos(), first) < 0
                        ? span.span().startNanos()
                        : first;
                last = Long.compareUnsigned(span.span().endNanos(), last) > 0
                        ? span.span().endNanos()
                        : last;
            }
            sum = plus(sum, span.durationNanos());
            byService.merge(service(span.key()), span.durationNanos(), Totals::plus);
            shape.merge(new Placed(span.key(), span.parentKey()), 1, Integer::sum);
            errors += span.isError() ? 1 : 0;
        }
        long envelope = Long.compareUnsigned(last, first) >= 0 ? last - first : 0;
        return new Totals(envelope < 0 ? Long.MAX_VALUE : envelope, sum, errors, byService, shape);
    }

    static String service(SpanKey key) {
        return key.service().isEmpty() ? UNKNOWN : key.service();
    }

    /// Durations are sent by strangers: what does not fit stays at the largest number.
    private static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
