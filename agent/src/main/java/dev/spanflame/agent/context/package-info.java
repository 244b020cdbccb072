/// Which span and which labels are current on each thread, and when they were.
///
/// The door is [dev.spanflame.agent.context.ThreadContexts]: whoever knows of spans tells it at every
/// change, and the converter asks it for the stretches in which samples were taken.
@NullMarked
package dev.spanflame.agent.context;

import org.jspecify.annotations.NullMarked;
