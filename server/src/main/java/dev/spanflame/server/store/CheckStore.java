package dev.spanflame.server.store;

import dev.spanflame.block.verify.Damage;
import dev.spanflame.block.verify.StoreCheck;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `spanflame check`: reads a whole store and reports what is damaged.
public final class CheckStore extends StoreCommand {
    private static final String TENANT = "--tenant";

    private CheckStore(StoreOpener opener) {
        super("check", opener);
        spec().usageMessage()
                .description(
                        "Reads every live block of a store, every byte of it, and reports damage; changes nothing and"
                                + " may run beside servers. The exit code is 1 where something is damaged.");
        spec().addOption(OptionSpec.builder(TENANT)
                .type(String.class)
                .paramLabel("ID")
                .description("Only this tenant; default: all.")
                .build());
    }

    /// What picocli runs.
    public static CommandSpec spec(StoreOpener opener) {
        return new CheckStore(opener).spec();
    }

    @Override
    int run(ObjectStore store) throws IOException {
        String tenant = spec().commandLine().getParseResult().matchedOptionValue(TENANT, "");
        StoreCheck.Report report = new StoreCheck(store, this::tell)
                .run(tenant.isEmpty() ? Optional.empty() : Optional.of(new Tenant(tenant)));
        for (Damage damage : report.damages()) {
            print("damaged: " + damage);
        }
        print("%d tenants, %d blocks, %d bytes, %d spans and samples: %s"
                .formatted(
                        report.tenants(),
                        report.blocks(),
                        report.bytes(),
                        report.rows(),
                        report.damages().isEmpty() ? "sound" : report.damages().size() + " damaged"));
        return report.damages().isEmpty() ? 0 : DAMAGED;
    }
}
