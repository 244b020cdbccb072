package dev.spanflame.block.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommitLogsTest {
    private final ManualClock clock = new ManualClock(Blocks.START);
    private final MemoryObjectStore store = new MemoryObjectStore(new RealDisk(), clock);
    private final CommitLogs logs = new CommitLogs(store, "me", clock, new Random(1));

    @Test
    void oneTenantHasOneLog() throws IOException {
        CommitLog log = logs.of(Blocks.TENANT);
        assertThat(logs.of(Blocks.TENANT)).isSameAs(log);
        log.commit(new Change(List.of(Blocks.of(1)), List.of(), List.of(), List.of()));
        assertThat(logs.of(Blocks.TENANT)).isSameAs(log);
        assertThat(logs.known()).containsExactly(log);
    }

    @Test
    void unknownTenantsAreForgottenAndThoseWithEntriesAreKept() throws IOException {
        CommitLog real = logs.of(Blocks.TENANT);
        CommitLog first = logs.of(new Tenant("nobody-0"));
        real.commit(new Change(List.of(Blocks.of(1)), List.of(), List.of(), List.of()));
        for (int i = 1; i < 20_000; i++) {
            logs.of(new Tenant("nobody-" + i)).known();
        }
        assertThat(logs.size()).isEqualTo(CommitLogs.MAX_EMPTY + 1);
        assertThat(logs.of(Blocks.TENANT)).isSameAs(real);
        assertThat(logs.of(new Tenant("nobody-0"))).isNotSameAs(first);
        assertThat(logs.of(new Tenant("nobody-19999"))).isSameAs(logs.of(new Tenant("nobody-19999")));
    }

    @Test
    void tenantsAreTheFoldersThatCanBeTenants() throws IOException {
        for (String key : List.of("b/log/x", "a/traces/y", "lost+found/x", "top")) {
            store.put(key, Payload.of(new byte[0]));
        }
        assertThat(logs.tenants()).containsExactly(new Tenant("a"), new Tenant("b"));
    }
}
