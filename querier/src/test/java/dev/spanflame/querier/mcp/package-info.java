@NullMarked
package dev.spanflame.querier.mcp;

import org.jspecify.annotations.NullMarked;
