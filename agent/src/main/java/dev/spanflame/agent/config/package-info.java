/// What the agent was told to do, from arguments, properties, environment and a file. The door is
/// [dev.spanflame.agent.config.AgentOptions].
@NullMarked
package dev.spanflame.agent.config;

import org.jspecify.annotations.NullMarked;
