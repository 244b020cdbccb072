/// What runs in a host: one thread that records and converts, one that sends, and what can be changed
/// while they run. The door is [dev.spanflame.agent.run.AgentRuntime].
@NullMarked
package dev.spanflame.agent.run;

import org.jspecify.annotations.NullMarked;
