package dev.spanflame.load;

import picocli.CommandLine.Model.CommandSpec;

/// `spanflame check`: proves on this machine what the server promises.
public final class CheckCommand {
    /// Name of the command.
    public static final String NAME = "check";

    private CheckCommand() {}

    /// What picocli runs.
    public static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description("Proves on this machine what the server promises.");
        spec.addSubcommand("crash", CommandSpec.forAnnotatedObject(new CrashCommand()));
        return spec;
    }
}
