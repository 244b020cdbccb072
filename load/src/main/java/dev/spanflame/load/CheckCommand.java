package dev.spanflame.load;

import picocli.CommandLine.Model.CommandSpec;

/// The part of `spanflame check` that proves on this machine what the server promises.
public final class CheckCommand {
    /// Name of the command.
    public static final String NAME = "check";

    private CheckCommand() {}

    /// Adds what starts servers of its own to `check`, which by itself reads a store.
    public static CommandSpec addTo(CommandSpec check) {
        check.addSubcommand("crash", CommandSpec.forAnnotatedObject(new CrashCommand()));
        return check;
    }
}
