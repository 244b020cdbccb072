package dev.spanflame.querier.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.metric.MemoryMeters;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DamagedBlocksTest {
    @Test
    void aBlockIsTriedAgainAfterAWhile() throws IOException {
        AtomicLong now = new AtomicLong(1_000_000);
        MemoryMeters meters = new MemoryMeters();
        DamagedBlocks blocks = new DamagedBlocks(() -> Instant.ofEpochMilli(now.get()), meters);
        String id = BlockId.next(Instant.EPOCH, new Random(1)).text();
        BlockMeta meta = new BlockMeta(id, "anonymous", "traces", 1, 0, 1, 1, 1, 0, 0, List.of());

        assertThat(blocks.learn(
                        new IOException(BackendException.damaged("damaged_page", meta.key("spans.parquet"), "!"))))
                .isTrue();
        assertThat(blocks.sound(List.of(meta))).isEmpty();
        assertThat(meters.readings("spanflame_blocks_left_out").getFirst().value())
                .isEqualTo(1);
        now.addAndGet(DamagedBlocks.LEFT_OUT.toMillis());
        assertThat(blocks.sound(List.of(meta))).containsExactly(meta);
        assertThat(meters.readings("spanflame_blocks_left_out").getFirst().value())
                .isZero();
    }

    @Test
    void otherFailuresAreToldAsTheyAre() {
        BlockAttempts attempts = new BlockAttempts(new DamagedBlocks(() -> Instant.EPOCH, new MemoryMeters()));
        BackendException log = new BackendException(ErrorKind.CORRUPT, "corrupt_log", "the log");
        BackendException odd = BackendException.damaged("damaged_page", "anonymous/overrides.json", "no block");
        for (RuntimeException failure : List.of(log, odd, new IllegalStateException("a bug"))) {
            assertThatThrownBy(() -> attempts.ask(_ -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
    }

    @Test
    void aStoreFullOfDamageIsAFailure() {
        BlockAttempts attempts = new BlockAttempts(new DamagedBlocks(() -> Instant.EPOCH, new MemoryMeters()));
        AtomicLong block = new AtomicLong();
        assertThatThrownBy(() -> attempts.ask(_ -> {
                    String key = "anonymous/traces/2026-11-21/" + block.incrementAndGet() + "/spans.parquet";
                    throw BackendException.damaged("damaged_page", key, "flipped");
                }))
                .isInstanceOf(BackendException.class)
                .hasMessage("flipped");
        assertThat(block.get()).isEqualTo(17);
    }
}
