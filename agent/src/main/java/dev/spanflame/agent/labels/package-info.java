/// Labels that a program sets for the samples of a piece of its work. The door is
/// [dev.spanflame.agent.labels.ProfileLabels].
@NullMarked
package dev.spanflame.agent.labels;

import org.jspecify.annotations.NullMarked;
