/// The agent's entry points: [Premain], which a JVM calls, and [AgentCommand], which a shell calls.
///
/// What is here, in `context` and in `labels` lies open in the jar; everything else is in a folder of it
/// that only [IsolatedLoader] reads, so that no library of the agent meets one of its host.
///
/// Compiled for Java 11.
@NullMarked
package dev.spanflame.agent;

import org.jspecify.annotations.NullMarked;
