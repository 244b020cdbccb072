/// What the agent tells: [dev.spanflame.agent.log.AgentLog].
@NullMarked
package dev.spanflame.agent.log;

import org.jspecify.annotations.NullMarked;
