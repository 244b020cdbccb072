package dev.spanflame.server.store;

import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// Opens the store that options of the server describe.
public interface StoreOpener {
    /// Adds the options of `spanflame server` that say where things are.
    void addOptions(CommandSpec spec);

    /// The store of these options, of the environment and of the configuration file, as the server would
    /// use it. Throws [IOException] with a message for the user.
    ObjectStore open(ParseResult parsed) throws IOException;
}
