/// pprof profiles: bytes to columns and back.
///
/// Start with [PprofDecoder]; [PprofEncoder] writes what it reads.
@NullMarked
package dev.spanflame.proto.pprof;

import org.jspecify.annotations.NullMarked;
