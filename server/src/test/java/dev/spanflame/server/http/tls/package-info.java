/// Tests of TLS on listeners.
@NullMarked
package dev.spanflame.server.http.tls;

import org.jspecify.annotations.NullMarked;
