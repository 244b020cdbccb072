/// Data in memory: one stream for each tenant and signal, cut into segments.
@NullMarked
package dev.spanflame.ingester.live;

import org.jspecify.annotations.NullMarked;
