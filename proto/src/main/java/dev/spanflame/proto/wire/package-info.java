/// Protobuf's wire format and UTF-8 over byte arrays, for decoders that make no messages. Start at [WireReader].
@NullMarked
package dev.spanflame.proto.wire;

import org.jspecify.annotations.NullMarked;
