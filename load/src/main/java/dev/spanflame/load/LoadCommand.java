package dev.spanflame.load;

import picocli.CommandLine.Model.CommandSpec;

/// `spanflame load`: sends made-up but realistic data, or asks queries, and measures.
public final class LoadCommand {
    /// Name of the command.
    public static final String NAME = "load";

    private LoadCommand() {}

    /// What picocli runs.
    public static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description("Sends realistic data, or asks queries, and prints what was measured.");
        spec.addSubcommand("traces", CommandSpec.forAnnotatedObject(new TracesCommand()));
        spec.addSubcommand("profiles", CommandSpec.forAnnotatedObject(new ProfilesCommand()));
        spec.addSubcommand("query", CommandSpec.forAnnotatedObject(new QueryCommand()));
        return spec;
    }
}
