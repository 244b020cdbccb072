package dev.spanflame.querier.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.LabelQueries;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.querier.profiles.ProfileStore.Scope;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProfileStoreTest {
    private static final Scope ALL = new Scope(List.of(Tenant.ANONYMOUS), TimeRange.ALL, () -> false);

    private final TestProfiles profiles = new TestProfiles();

    private static ProfileBatch batch(String service, long seconds) {
        return Collapsed.of(service, seconds * 1_000).add("main;run", 5).batch();
    }

    private static List<String> services(List<ProfilePartition> partitions) {
        return LabelQueries.values(partitions, "service_name", List.of(), TimeRange.ALL);
    }

    @Test
    void aFlushedSegmentIsSeenOnceThoughItIsStillInMemory() throws IOException {
        ProfileStore store = profiles.live(batch("shop", 1)).store();
        assertThat((int) store.ask(ALL, List::size)).isEqualTo(1);
        profiles.flush(List.of(List.of(batch("shop", 1))));
        assertThat((int) store.ask(ALL, List::size)).isEqualTo(1);
        profiles.live(batch("cart", 1));
        assertThat(store.ask(ALL, ProfileStoreTest::services)).containsExactly("cart", "shop");
    }

    @Test
    void onlyBlocksThatOverlapTheWindowAreOpened() throws IOException {
        profiles.flush(List.of(List.of(batch("early", 100)), List.of(batch("late", 200))));
        Scope late = new Scope(List.of(Tenant.ANONYMOUS), TimeRange.ofSeconds(205, 300), () -> false);
        // The profile began before the window and lasts ten seconds.
        assertThat(profiles.store().ask(late, ProfileStoreTest::services)).containsExactly("late");
    }

    @Test
    void aBlockThatWasMergedAndDeletedMeanwhileIsLookedForAgain() throws IOException {
        List<BlockMeta> metas = profiles.flush(List.of(List.of(batch("shop", 1)), List.of(batch("cart", 2))));
        ProfileStore store = profiles.store();
        profiles.logs().of(Tenant.ANONYMOUS).refresh();
        // Another process merges and deletes; this one does not know.
        BlockMeta merged = profiles.blocks().merge(metas);
        assertThat(TestProfiles.otherProcess(profiles)
                        .of(Tenant.ANONYMOUS)
                        .commit(Change.replace(metas.stream().map(BlockMeta::id).toList(), List.of(merged))))
                .isPresent();
        for (BlockMeta meta : metas) {
            for (BlockMeta.BlockObject object : meta.objects()) {
                profiles.blocks().store().delete(meta.key(object.name()));
            }
        }
        assertThat(store.ask(ALL, ProfileStoreTest::services)).containsExactly("cart", "shop");
    }

    @Test
    void aListedBlockWithoutObjectsIsLeftOutAndTheCallerIsTold() throws IOException {
        List<BlockMeta> metas = profiles.flush(List.of(List.of(batch("shop", 1)), List.of(batch("cart", 2))));
        profiles.blocks().store().delete(metas.getFirst().key("index"));
        ProfileStore store = profiles.store();
        for (int time = 0; time < 2; time++) {
            Notes notes = new Notes();
            assertThat(notes.during(() -> store.ask(ALL, ProfileStoreTest::services)))
                    .containsExactly("cart");
            assertThat(notes.text()).isEqualTo("1 block is damaged and left out");
        }
    }

    @Test
    void aCallerWhoWentAwayCausesNoMoreFetches() throws IOException {
        profiles.flush(List.of(List.of(batch("shop", 1))));
        Scope gone = new Scope(List.of(Tenant.ANONYMOUS), TimeRange.ALL, () -> true);
        assertThatThrownBy(() -> profiles.store().ask(gone, List::size))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    @Test
    void severalTenantsAreSeenAsOne() throws IOException {
        profiles.live(batch("shop", 1));
        Scope both = new Scope(List.of(new Tenant("other"), Tenant.ANONYMOUS), TimeRange.ALL, () -> false);
        assertThat(profiles.store().ask(both, ProfileStoreTest::services)).containsExactly("shop");
        assertThat(profiles.store().extent(both.tenants())).contains(TimeRange.ofSeconds(1, 11));
        assertThat(profiles.store().extent(List.of(new Tenant("other")))).isEmpty();
    }
}
