/// Remote procedures over HTTP: gRPC on HTTP/2 and Connect's unary calls on HTTP/1.1 and HTTP/2, side by side on any
/// listener at `POST /<package>.<Service>/<Method>`.
///
/// Start with [RpcService]. Protocol texts: "gRPC over HTTP2" (PROTOCOL-HTTP2.md of the grpc project) and the
/// Connect protocol reference (connectrpc.com).
@NullMarked
package dev.spanflame.server.grpc;

import org.jspecify.annotations.NullMarked;
