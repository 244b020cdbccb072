/// Sends payloads and measures: a [Target] takes one payload, a [LoadRun] sends many and makes a [LoadReport].
@NullMarked
package dev.spanflame.load.send;

import org.jspecify.annotations.NullMarked;
