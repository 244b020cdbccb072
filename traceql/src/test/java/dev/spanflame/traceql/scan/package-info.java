/// Tests of scans.
@NullMarked
package dev.spanflame.traceql.scan;

import org.jspecify.annotations.NullMarked;
