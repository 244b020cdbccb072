/// Rules that change the labels of profiles on their way in, with Prometheus' semantics. Start with
/// [RelabelRules].
@NullMarked
package dev.spanflame.ingester.relabel;

import org.jspecify.annotations.NullMarked;
