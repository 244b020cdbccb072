package dev.spanflame.server.config;

import dev.spanflame.ingester.receive.AgentControl;

/// What agents for JVMs are told, see [the agent](agent.md).
///
/// @param control Settings that agents change with the answer to an upload: `interval=20ms,alloc=off`, or
/// `tenant:settings` for one tenant, with `;` between. Empty: nothing.
public record Agents(String control) {
    /// Checks the form of the text.
    public Agents {
        new Rules()
                .that("control", AgentControl.isValid(control), AgentControl.EXPECTED)
                .check();
    }

    /// Agents are told nothing.
    public static Agents defaults() {
        return new Agents("");
    }
}
