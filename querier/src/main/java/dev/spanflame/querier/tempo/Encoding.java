package dev.spanflame.querier.tempo;

import com.google.protobuf.MessageLite;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;

/// How an answer is written: as `Accept` asks, protobuf or else JSON.
enum Encoding {
    PROTOBUF,
    JSON;

    /// What the caller wants. Like Tempo this looks for the name of the type anywhere in the header.
    static Encoding of(HttpCall call) {
        return call.header("Accept").contains("application/protobuf") ? PROTOBUF : JSON;
    }

    /// 200 with the bytes of `message`. Throws [BackendException] of kind TOO_LARGE over `maxBytes`.
    static HttpReply protobuf(MessageLite message, long maxBytes) {
        checkSize(message.getSerializedSize(), maxBytes);
        return HttpReply.ok("application/protobuf", message.toByteArray());
    }

    /// Throws [BackendException] of kind TOO_LARGE when `bytes` are more than allowed.
    static void checkSize(long bytes, long maxBytes) {
        if (bytes > maxBytes) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "query_result_too_large",
                    "answer is larger than " + maxBytes + " bytes; ask for less");
        }
    }
}
