package dev.spanflame.querier.tempo;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.listed.ListedAnswer;
import java.io.IOException;

/// How an answer is written: as `Accept` asks, or else in JSON.
enum Encoding {
    PROTOBUF("application/protobuf"),
    JSON("application/json"),
    /// Tempo's form for language models.
    LLM("application/vnd.grafana.llm"),
    /// OTLP/JSON: ids in hexadecimal, enums as numbers. Only traces have it.
    OTLP_JSON("application/vnd.opentelemetry+json");

    /// Memory of what was found from which on an answer is written as it is made.
    private static final long LARGE_BYTES = 4 << 20;

    private final String type;

    Encoding(String type) {
        this.type = type;
    }

    /// What the caller wants. Like Tempo this looks for the name of a type anywhere in the header, in this
    /// order.
    static Encoding of(HttpCall call) {
        String accept = call.header("Accept");
        for (Encoding encoding : values()) {
            if (accept.contains(encoding.type)) {
                return encoding;
            }
        }
        return JSON;
    }

    /// Whether what the query found takes so much that its answer is written while it is made.
    static boolean isLarge(QueryGate.Pass pass) {
        return pass.memory().held() > LARGE_BYTES;
    }

    /// 200 with `message` as the caller wants it; JSON shows empty lists of the message, as Tempo does. Throws
    /// [BackendException] of kind TOO_LARGE over
    /// `maxBytes`.
    static HttpReply reply(HttpCall call, Message message, long maxBytes) {
        return switch (of(call)) {
            case PROTOBUF -> protobuf(message, maxBytes);
            case JSON, LLM, OTLP_JSON -> {
                byte[] json = ProtoJson.printWithLists(message);
                checkSize(json.length, maxBytes);
                yield HttpReply.json(json);
            }
        };
    }

    /// The same of an answer that is too large to be in memory as a whole.
    static HttpReply reply(HttpCall call, ListedAnswer<?> answer) {
        return switch (of(call)) {
            case PROTOBUF -> answer.protobuf();
            case JSON, LLM, OTLP_JSON -> answer.json();
        };
    }

    /// The same of an answer that may be in memory. Throws [BackendException] of kind TOO_LARGE over `maxBytes`.
    static HttpReply reply(HttpCall call, ListedAnswer<?> answer, long maxBytes) throws IOException {
        boolean protobuf = of(call) == PROTOBUF;
        byte[] bytes = protobuf ? answer.protobufBytes() : answer.jsonBytes();
        checkSize(bytes.length, maxBytes);
        return protobuf ? HttpReply.ok(PROTOBUF.type, bytes) : HttpReply.json(bytes);
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
