/// The services senders speak to: OTLP and Pyroscope's.
@NullMarked
package dev.spanflame.ingester.receive;

import org.jspecify.annotations.NullMarked;
