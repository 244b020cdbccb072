package dev.spanflame.server.edge;

import java.util.Locale;

/// Status codes of gRPC and of Connect, which share one list.
///
/// Numbers are gRPC's `grpc-status`; [#connectName] is the `code` of Connect's error JSON.
public enum RpcCode {
    /// Success; Connect has no name for it.
    OK(0),
    /// The caller went away.
    CANCELLED(1),
    /// The request can never succeed as it is.
    INVALID_ARGUMENT(3),
    /// The deadline passed.
    DEADLINE_EXCEEDED(4),
    /// Nothing there.
    NOT_FOUND(5),
    /// Known caller, forbidden act.
    PERMISSION_DENIED(7),
    /// A limit, or too many bytes.
    RESOURCE_EXHAUSTED(8),
    /// No such method, or not built.
    UNIMPLEMENTED(12),
    /// A fault of ours.
    INTERNAL(13),
    /// A passing condition.
    UNAVAILABLE(14),
    /// Stored data is damaged.
    DATA_LOSS(15),
    /// No valid credentials.
    UNAUTHENTICATED(16);

    private final int number;

    RpcCode(int number) {
        this.number = number;
    }

    /// Value of `grpc-status` and of `google.rpc.Status.code`.
    public int number() {
        return number;
    }

    /// Name in Connect's error JSON; Connect spells `canceled` with one l.
    public String connectName() {
        return this == CANCELLED ? "canceled" : name().toLowerCase(Locale.ROOT);
    }
}
