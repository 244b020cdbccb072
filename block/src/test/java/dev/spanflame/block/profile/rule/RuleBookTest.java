package dev.spanflame.block.profile.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class RuleBookTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;

    private final ObjectStore store = new MemoryObjectStore(new RealDisk(), InstantSource.system());
    private final RuleBook book = new RuleBook(store);

    private static RecordingRuleStore rule(String id) {
        return TestRules.cpu(id, "cpu").build();
    }

    private void add(RuleBook into, String id) throws IOException {
        into.change(TENANT, rules -> rules.toBuilder().addRules(rule(id)).build());
    }

    private List<String> ids() throws IOException {
        return book.read(TENANT).getRulesList().stream()
                .map(RecordingRuleStore::getId)
                .toList();
    }

    @Test
    void changesFollowEachOther() throws IOException {
        assertThat(ids()).isEmpty();
        add(book, "a");
        add(new RuleBook(store), "b");
        assertThat(ids()).containsExactly("a", "b");
        assertThat(book.read(TENANT).getGeneration()).isEqualTo(2);
        assertThat(book.read(new Tenant("other")).getRulesList()).isEmpty();
    }

    @Test
    void noChangeIsLostHoweverManyAreMadeAtOnce() throws IOException, InterruptedException, ExecutionException {
        List<Callable<Void>> changes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = "r" + (char) ('a' + i);
            changes.add(() -> {
                add(new RuleBook(store), id);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Void> change : threads.invokeAll(changes)) {
                change.get();
            }
        }
        assertThat(ids()).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void oldVersionsGo() throws IOException {
        for (int i = 0; i < 12; i++) {
            add(book, "a" + i);
        }
        List<ObjectInfo> kept =
                store.list(ListRequest.objects("anonymous/recording-rules/")).objects();
        assertThat(kept).hasSizeBetween(2, 6);
        assertThat(kept.getLast().key()).endsWith("/00000000000000000012");
    }

    @Test
    void aRefusedChangeChangesNothing() throws IOException {
        add(book, "a");
        assertThatThrownBy(() -> book.change(TENANT, _ -> {
                    throw BackendException.badRequest("no", "no");
                }))
                .isInstanceOf(BackendException.class);
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void damageIsTold() throws IOException {
        store.put("anonymous/recording-rules/00000000000000000001", Payload.of(new byte[] {-1}));
        assertThatThrownBy(() -> book.read(TENANT))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
    }
}
