package dev.spanflame.ingester.receive;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpCall;

/// How an OTLP request over HTTP is written.
enum OtlpEncoding {
    PROTOBUF("application/x-protobuf", "application/protobuf"),
    JSON("application/json", "application/json");

    private static final int SHOWN = 60;

    private final String type;
    private final String otherType;

    OtlpEncoding(String type, String otherType) {
        this.type = type;
        this.otherType = otherType;
    }

    String type() {
        return type;
    }

    /// By the header `Content-Type`; throws [BackendException] of kind UNSUPPORTED_MEDIA for any
    /// other.
    static OtlpEncoding of(HttpCall call) {
        String header = call.header("Content-Type");
        int semicolon = header.indexOf(';');
        String type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
        for (OtlpEncoding encoding : values()) {
            if (encoding.type.equalsIgnoreCase(type) || encoding.otherType.equalsIgnoreCase(type)) {
                return encoding;
            }
        }
        throw new BackendException(
                ErrorKind.UNSUPPORTED_MEDIA,
                "unsupported_media",
                "content type is '" + shown(type) + "'; expected application/x-protobuf or application/json");
    }

    private static String shown(String type) {
        return type.length() > SHOWN ? type.substring(0, SHOWN) + "..." : type;
    }
}
