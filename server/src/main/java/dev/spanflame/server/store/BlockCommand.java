package dev.spanflame.server.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.verify.BlockCheck;
import dev.spanflame.block.verify.BlockFinder;
import dev.spanflame.block.verify.Damage;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `spanflame block`: looks at one block.
public final class BlockCommand extends StoreCommand {
    /// Name of the command.
    public static final String NAME = "block";

    private final Action action;

    private BlockCommand(Action action, StoreOpener opener) {
        super(action.name, opener);
        this.action = action;
        spec().usageMessage().description(action.description);
        spec().addPositional(PositionalParamSpec.builder()
                .index("0")
                .type(String.class)
                .paramLabel("BLOCK")
                .description("Id of a block of the store, or a path that ends with it.")
                .build());
        if (action == Action.SQL) {
            spec().addPositional(PositionalParamSpec.builder()
                    .index("1")
                    .type(String.class)
                    .paramLabel("STATEMENT")
                    .description("What DuckDB is asked; every table of the block is a view: spans, traces, …")
                    .build());
        }
    }

    private enum Action {
        INSPECT("inspect", "Prints what a block holds: its tables, and for every column its encoding and its bytes."),
        VERIFY("verify", "Reads every byte of a block; the exit code is 1 where something is damaged."),
        SQL("sql", "Asks DuckDB about the tables of a block, and prints the answer as tab-separated values.");

        private final String name;
        private final String description;

        Action(String name, String description) {
            this.name = name;
            this.description = description;
        }
    }

    /// What picocli runs.
    public static CommandSpec spec(StoreOpener opener) {
        CommandSpec spec = CommandSpec.create().name(NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description("Looks at one block of a store.");
        for (Action action : Action.values()) {
            spec.addSubcommand(action.name, new BlockCommand(action, opener).spec());
        }
        return spec;
    }

    @Override
    int run(ObjectStore store) throws IOException {
        String text = argument(0);
        BlockMeta meta = new BlockFinder(store)
                .find(text)
                .orElseThrow(() -> new IOException("the store has no block '" + text
                        + "'; expected an id as 'spanflame check' prints it, and --store or --data of the server"));
        switch (action) {
            case INSPECT -> new BlockInspection(store, meta).lines().forEach(this::print);
            case VERIFY -> {
                return verify(store, meta);
            }
            case SQL -> BlockSql.run(store, meta, argument(1), this::print);
        }
        return 0;
    }

    private int verify(ObjectStore store, BlockMeta meta) throws IOException {
        List<Damage> found = new BlockCheck(store).run(meta);
        found.forEach(damage -> print("damaged: " + damage));
        if (found.isEmpty()) {
            print(meta.folder() + " is sound: " + meta.rows() + " rows, " + meta.bytes() + " bytes");
        }
        return found.isEmpty() ? 0 : DAMAGED;
    }

    private String argument(int index) {
        return spec().commandLine().getParseResult().matchedPositionalValue(index, "");
    }
}
