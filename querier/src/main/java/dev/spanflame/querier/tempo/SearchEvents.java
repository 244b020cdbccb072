package dev.spanflame.querier.tempo;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.traceql.TraceQl;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A search whose answer comes as server-sent events while it goes on, over HTTP/1.1 too: `Accept:
/// text/event-stream`.
///
/// Events `traces` carry messages as the gRPC stream does, in JSON. The last event is `end`, which says `status`
/// `PARTIAL` and why where something was left out, or `error` with the kind and the text of what went wrong.
final class SearchEvents {
    private static final String TYPE = "text/event-stream";

    private final SearchStream searches;

    SearchEvents(SearchStream searches) {
        this.searches = searches;
    }

    static boolean areWanted(HttpCall call) {
        return call.header("Accept").contains(TYPE);
    }

    /// Throws [BackendException] of kind BAD_REQUEST for a query without meaning: nothing is sent before it
    /// is checked.
    HttpReply reply(HttpCall call, SearchParameters asked) {
        TraceQl.compile(asked.query());
        return new HttpReply(
                200,
                Map.of("Content-Type", TYPE, "Cache-Control", "no-store"),
                new HttpReply.Body.Streamed(out -> write(call, asked, out)));
    }

    private void write(HttpCall call, SearchParameters asked, OutputStream out) throws IOException {
        try {
            searches.search(call.caller(), asked, message -> send(out, "traces", message));
            send(out, "end", end(Notes.soFar()));
        } catch (BackendException e) {
            if (e.kind() == ErrorKind.CANCELLED) {
                throw e;
            }
            send(
                    out,
                    "error",
                    Struct.newBuilder()
                            .putFields("kind", text(e.kind().name()))
                            .putFields("message", text(e.text()))
                            .build());
        }
    }

    private static Struct end(String notes) {
        Struct.Builder end = Struct.newBuilder();
        if (!notes.isEmpty()) {
            end.putFields("status", text("PARTIAL")).putFields("message", text(notes));
        }
        return end.build();
    }

    /// JSON is printed on one line, so that an event has one line of data.
    private static void send(OutputStream out, String event, Message data) {
        try {
            out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            out.write(ProtoJson.print(data));
            out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
