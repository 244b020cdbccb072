/// Names for native frames of flame graphs, found when they are asked for. Start with [NativeFrames].
@NullMarked
package dev.spanflame.querier.symbols;

import org.jspecify.annotations.NullMarked;
