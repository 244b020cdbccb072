/// HTTP listeners on Netty: HTTP/1.0, HTTP/1.1 and HTTP/2 with or without TLS on one port, and the [RouteService] that
/// answers [dev.spanflame.proto.edge.Route]s.
///
/// Start with [HttpListener]. Event loops move bytes and never block; every complete request runs on a virtual
/// thread of its own. Netty is known in this package only.
@NullMarked
package dev.spanflame.server.http;

import org.jspecify.annotations.NullMarked;
