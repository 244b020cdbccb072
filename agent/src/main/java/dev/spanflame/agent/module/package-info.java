/// The module in which the agent's own classes are on JVMs that ask modules for leave. The door is
/// [dev.spanflame.agent.module.OwnModule].
@NullMarked
package dev.spanflame.agent.module;

import org.jspecify.annotations.NullMarked;
