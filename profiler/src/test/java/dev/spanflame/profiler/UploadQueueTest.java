package dev.spanflame.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UploadQueueTest {
    private final UploadQueue queue = new UploadQueue(100);

    @Test
    void theOldestMakeRoomForTheNewest() throws InterruptedException {
        Upload second = upload(40);
        Upload third = upload(60);
        assertThat(queue.add(upload(60))).isZero();
        assertThat(queue.add(second)).isZero();
        assertThat(queue.add(third)).isEqualTo(1);
        assertThat(queue.take()).contains(second);
        assertThat(queue.take()).contains(third);
    }

    @Test
    void oneThatNeverFitsIsLostAlone() throws InterruptedException {
        Upload first = upload(100);
        assertThat(queue.add(first)).isZero();
        assertThat(queue.add(upload(101))).isEqualTo(1);
        assertThat(queue.take()).contains(first);
    }

    @Test
    void aClosedQueueIsEmptiedFirst() throws InterruptedException {
        queue.add(upload(1));
        queue.close();
        assertThat(queue.take()).isPresent();
        assertThat(queue.take()).isEqualTo(Optional.empty());
    }

    @Test
    void clearingTellsHowManyThereWere() {
        queue.add(upload(50));
        queue.add(upload(50));
        assertThat(queue.clear()).isEqualTo(2);
        assertThat(queue.add(upload(100))).isZero();
    }

    private static Upload upload(int bytes) {
        return new Upload(Instant.EPOCH, Instant.EPOCH, new byte[bytes]);
    }
}
