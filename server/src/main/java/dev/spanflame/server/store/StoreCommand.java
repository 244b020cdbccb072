package dev.spanflame.server.store;

import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// What commands over a store have in common: options they do not know say which store, as those of the
/// server.
abstract class StoreCommand implements Callable<Integer> {
    /// Something is damaged.
    static final int DAMAGED = 1;

    private static final int IMPOSSIBLE = 3;

    private final StoreOpener opener;
    private final CommandSpec spec;

    StoreCommand(String name, StoreOpener opener) {
        this.opener = opener;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .footer("", "Every option of 'spanflame server' may be given, as --config, --store, --data.");
        opener.addOptions(spec);
    }

    /// What picocli runs.
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (ObjectStore store = opener.open(spec.commandLine().getParseResult())) {
            return run(store);
        } catch (IOException | BackendException e) {
            err.println(e.getMessage());
            err.flush();
            return IMPOSSIBLE;
        }
    }

    /// Does the work; the exit code.
    abstract int run(ObjectStore store) throws IOException;

    void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
