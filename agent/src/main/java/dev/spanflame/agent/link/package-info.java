/// The way from any class loader to the agent in the same JVM: [dev.spanflame.agent.link.AgentLink].
@NullMarked
package dev.spanflame.agent.link;

import org.jspecify.annotations.NullMarked;
