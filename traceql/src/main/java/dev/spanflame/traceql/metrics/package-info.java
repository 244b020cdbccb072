/// Series over time, made of spans: metrics queries from plan to answer.
///
/// Start with [MetricsPlan]. A [Scan] goes once through the partitions of a source and hands the rows that each part
/// of the query finds to its measurer; what becomes of the finished series is the matter of the package `series`.
@NullMarked
package dev.spanflame.traceql.metrics;

import org.jspecify.annotations.NullMarked;
