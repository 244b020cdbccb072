/// Tests of the endpoint for assistants.
@NullMarked
package dev.spanflame.querier.mcp;

import org.jspecify.annotations.NullMarked;
