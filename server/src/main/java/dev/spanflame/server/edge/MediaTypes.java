package dev.spanflame.server.edge;

import java.util.Locale;

/// Content types that the listeners tell apart.
public final class MediaTypes {
    /// JSON of any protocol.
    public static final String JSON = "application/json";
    /// Protobuf as OTLP over HTTP names it.
    public static final String PROTOBUF = "application/x-protobuf";
    /// Protobuf as Connect names it.
    public static final String CONNECT_PROTO = "application/proto";
    /// gRPC, with or without a suffix such as `+proto`.
    public static final String GRPC = "application/grpc";

    /// gRPC-Web, with or without a suffix such as `+proto`.
    public static final String GRPC_WEB = "application/grpc-web";
    /// gRPC-Web in base64, with or without a suffix such as `+proto`.
    public static final String GRPC_WEB_TEXT = "application/grpc-web-text";

    private MediaTypes() {}

    /// The type alone, lower case, without parameters such as `charset`.
    public static String essence(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// Whether `contentType` is gRPC itself: `application/grpc` or `application/grpc+...`, not gRPC-Web.
    public static boolean isGrpc(String contentType) {
        String essence = essence(contentType);
        return essence.equals(GRPC) || essence.startsWith(GRPC + "+");
    }

    /// Whether `contentType` is gRPC-Web, in bytes or in base64.
    public static boolean isGrpcWeb(String contentType) {
        String essence = essence(contentType);
        return essence.equals(GRPC_WEB) || essence.startsWith(GRPC_WEB + "+") || isGrpcWebText(contentType);
    }

    /// Whether the messages of `contentType`, gRPC or gRPC-Web, are protobuf: it ends with `+proto` or has
    /// no suffix (gRPC's document PROTOCOL-HTTP2, "Content-Type").
    public static boolean isOfProto(String contentType) {
        String essence = essence(contentType);
        int suffix = essence.indexOf('+');
        return suffix < 0 || essence.substring(suffix + 1).equals("proto");
    }

    /// Whether `contentType` is gRPC-Web in base64.
    public static boolean isGrpcWebText(String contentType) {
        String essence = essence(contentType);
        return essence.equals(GRPC_WEB_TEXT) || essence.startsWith(GRPC_WEB_TEXT + "+");
    }
}
