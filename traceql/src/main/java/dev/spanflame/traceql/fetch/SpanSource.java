package dev.spanflame.traceql.fetch;

import java.io.IOException;
import java.util.List;

/// Where spans come from: live segments, blocks, other processes, or all of them as one. Thread-safe.
public interface SpanSource {
    /// Partitions that hold every trace the request can match, those with the newest spans first.
    ///
    /// A trace lies whole in exactly one of them, however many pieces it was stored in, each span once. The
    /// partitions are a snapshot: what is stored later does not show. Reading a column may block and may
    /// throw [java.io.UncheckedIOException].
    List<SpanPartition> partitions(ScanRequest request) throws IOException;

    /// Partitions for questions to which it does not matter what belongs together: a trace may lie in
    /// several of them, in the pieces it was stored in. Otherwise as [#partitions], and cheaper.
    default List<SpanPartition> pieces(ScanRequest request) throws IOException {
        return partitions(request);
    }
}
