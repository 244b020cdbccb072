/// Metrics made of profiles by recording rules, as profiles come in. Door: [RuleRecorder].
@NullMarked
package dev.spanflame.ingester.record;

import org.jspecify.annotations.NullMarked;
