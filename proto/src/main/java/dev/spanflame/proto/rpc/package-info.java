/// Errors as the messages `google.rpc.Status` and `google.rpc.RetryInfo`, which OTLP over HTTP and gRPC answer with.
/// Start at [ErrorStatus].
@NullMarked
package dev.spanflame.proto.rpc;

import org.jspecify.annotations.NullMarked;
