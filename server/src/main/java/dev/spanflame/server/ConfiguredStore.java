package dev.spanflame.server;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.server.store.StoreOpener;
import java.io.IOException;
import java.time.InstantSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// Opens the store of the server's configuration for other commands.
final class ConfiguredStore implements StoreOpener {
    @Override
    public void addOptions(CommandSpec spec) {
        ServerCommand.addOptions(spec, true);
    }

    @Override
    public ObjectStore open(ParseResult parsed) throws IOException {
        return Stores.open(ServerCommand.configuration(parsed), new RealDisk(), InstantSource.system());
    }
}
