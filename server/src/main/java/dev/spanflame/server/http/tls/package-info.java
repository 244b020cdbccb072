/// TLS on listeners, with ALPN for HTTP/2.
@NullMarked
package dev.spanflame.server.http.tls;

import org.jspecify.annotations.NullMarked;
