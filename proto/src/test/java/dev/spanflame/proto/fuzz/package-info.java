/// Decoders under damaged and random inputs. Start with [Fuzzer].
@NullMarked
package dev.spanflame.proto.fuzz;

import org.jspecify.annotations.NullMarked;
