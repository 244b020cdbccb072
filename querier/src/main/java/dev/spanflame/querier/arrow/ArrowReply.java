package dev.spanflame.querier.arrow;

import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// An answer as an Arrow IPC stream, for callers whose `Accept` names that type.
public final class ArrowReply {
    /// The type of such an answer.
    public static final String TYPE = "application/vnd.apache.arrow.stream";

    private ArrowReply() {}

    /// Writes the rows of a table.
    @FunctionalInterface
    public interface Rows {
        /// Writes all rows to `out`.
        void writeTo(ArrowWriter out) throws IOException;
    }

    /// Whether the caller wants one.
    public static boolean isWanted(HttpCall call) {
        return isWanted(call.caller());
    }

    /// The same.
    public static boolean isWanted(Caller caller) {
        return caller.headers().first("Accept").orElse("").contains(TYPE);
    }

    /// 200 with a table; `notes` go into the metadata of its schema. The rows are made while they are sent.
    public static HttpReply of(List<ArrowField> fields, Map<String, String> notes, Rows rows) {
        return new HttpReply(200, Map.of("Content-Type", TYPE), new HttpReply.Body.Streamed(out -> {
            ArrowWriter writer = new ArrowWriter(out, fields, notes);
            rows.writeTo(writer);
            writer.finish();
        }));
    }
}
