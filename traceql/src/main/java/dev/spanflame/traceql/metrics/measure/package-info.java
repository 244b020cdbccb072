/// Adds up spans of partitions, straight from columns.
///
/// Start with [Measured] and [Measurer]; [SpanCounts] is the simplest of them.
@NullMarked
package dev.spanflame.traceql.metrics.measure;

import org.jspecify.annotations.NullMarked;
