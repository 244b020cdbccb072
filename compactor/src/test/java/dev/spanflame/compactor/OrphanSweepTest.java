package dev.spanflame.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.FaultyStore.Call;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrphanSweepTest {
    private final Shop shop = new Shop();

    @Test
    void blocksInNoEntryAreDeletedAfterADay() throws IOException {
        BlockMeta live = shop.flush();
        shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        shop.upload(Shop.TENANT, Signal.PROFILES, Shop.START);
        shop.clock.advance(Duration.ofHours(23));
        assertThat(sweep()).isZero();
        assertThat(shop.blockKeys()).hasSize(6);
        shop.clock.advance(Duration.ofHours(2));
        BlockMeta young = shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        assertThat(sweep()).isEqualTo(2);
        assertThat(shop.blockKeys())
                .containsExactlyInAnyOrder(
                        live.key(LineBlocks.ROWS),
                        live.key(LineBlocks.META),
                        young.key(LineBlocks.ROWS),
                        young.key(LineBlocks.META));
    }

    @Test
    void whatIsNoBlockIsLeftAlone() throws IOException {
        shop.flush();
        for (String key : new String[] {
            "shop/traces/notes.txt",
            "shop/traces/2026-03-01/notes.txt",
            "shop/traces/2026-03-01/name/notes.txt",
            "shop/other/2026-03-01/0123456789abcdef0123456789ab/meta.json"
        }) {
            shop.memory.put(key, Payload.of(new byte[0]));
        }
        shop.clock.advance(Duration.ofDays(3));
        assertThat(sweep()).isZero();
        assertThat(shop.blockKeys()).hasSize(6);
    }

    @Test
    void aBlockWithOneYoungObjectIsLeftAlone() throws IOException {
        shop.flush();
        BlockMeta orphan = shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        shop.clock.advance(Duration.ofDays(3));
        shop.memory.put(orphan.key("spans.parquet"), Payload.of(new byte[1]));
        assertThat(sweep()).isZero();
        assertThat(shop.blockKeys()).hasSize(5);
    }

    @Test
    void aTenantWithoutALogIsLeftAlone() throws IOException {
        shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        shop.clock.advance(Duration.ofDays(3));
        assertThat(sweep()).isZero();
        assertThat(shop.blockKeys()).hasSize(2);
    }

    @Test
    void aFailedListingOrALogThatCannotBeReadDeletesNothing() throws IOException {
        shop.flush();
        shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        shop.clock.advance(Duration.ofDays(3));
        for (Call failing : new Call[] {Call.LIST, Call.GET}) {
            shop.store.before((call, key) -> {
                if (call == failing && !key.contains("traces")) {
                    throw new IOException("away");
                }
            });
            assertThatThrownBy(this::sweep).isInstanceOf(IOException.class);
            assertThat(shop.blockKeys()).hasSize(4);
        }
    }

    @Test
    void aBlockCommittedBehindTheListingIsNotDeleted() throws IOException {
        shop.flush();
        BlockMeta late = shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        shop.clock.advance(Duration.ofHours(11));
        shop.store.after((call, key) -> {
            if (call == Call.LIST && key.endsWith("profiles/")) {
                shop.store.after((_, _) -> {});
                Shop.add(shop.others(shop.memory, 5).logs().of(Shop.TENANT), late);
            }
        });
        assertThat(new OrphanSweep(
                                shop.store,
                                shop.logs.of(Shop.TENANT),
                                shop.clock.instant().plus(Duration.ofDays(2)),
                                () -> false)
                        .run())
                .isZero();
        assertThat(shop.live()).contains(late);
        assertThat(shop.lines()).hasSize(2);
    }

    @Test
    void theCompactorSweepsByItself() throws IOException {
        shop.flush();
        shop.upload(Shop.TENANT, Signal.TRACES, Shop.START);
        Compactor compactor = shop.compactor();
        for (int hour = 0; hour < 48; hour++) {
            compactor.runOnce();
            shop.clock.advance(Duration.ofHours(1));
        }
        assertThat(shop.blockKeys()).isEqualTo(shop.liveKeys());
        assertThat(shop.meters.value("spanflame_blocks_deleted_total", "orphan"))
                .isEqualTo(1);
    }

    private int sweep() throws IOException {
        return new OrphanSweep(shop.store, shop.logs.of(Shop.TENANT), shop.clock.instant(), () -> false).run();
    }
}
