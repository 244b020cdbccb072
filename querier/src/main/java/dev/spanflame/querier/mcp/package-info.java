/// A server of the Model Context Protocol, by which assistants ask for traces and profiles.
@NullMarked
package dev.spanflame.querier.mcp;

import org.jspecify.annotations.NullMarked;
