/// Labels of series: their names made fit for Prometheus, their values as keys that are looked up
/// without making text.
///
/// Start with [LabelSet]; [KeyBuffer] and [KeyMap] are how a span finds the series it belongs to.
@NullMarked
package dev.spanflame.generator.label;

import org.jspecify.annotations.NullMarked;
