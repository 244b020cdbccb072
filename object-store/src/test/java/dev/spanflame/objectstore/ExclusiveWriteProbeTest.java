package dev.spanflame.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.ExclusiveWriteProbe.Verdict;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExclusiveWriteProbeTest {
    private final MemoryObjectStore memory = new MemoryObjectStore(new RealDisk(), InstantSource.system());

    @Test
    void aStoreThatKeepsItsWordPassesAndIsLeftClean() throws IOException {
        assertThat(ExclusiveWriteProbe.run(memory, "probe/")).isEqualTo(new Verdict.Exclusive());
        assertThat(memory.list(ListRequest.objects("")).objects()).isEmpty();
    }

    @Test
    void aStoreThatOverwritesIsFound() throws IOException {
        ObjectStore careless = new Flawed((key, bytes) -> {
            memory.put(key, Payload.of(bytes));
            return ObjectStore.PutResult.CREATED;
        });
        assertThat(ExclusiveWriteProbe.run(careless, "probe/"))
                .isInstanceOfSatisfying(
                        Verdict.Flawed.class, flaw -> assertThat(flaw.why()).contains("8 of 8 writers"));
    }

    @Test
    void aStoreThatKeepsTheLoserIsFound() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        ObjectStore careless = new Flawed((key, bytes) -> {
            boolean first = calls.getAndIncrement() == 0;
            if (!first) {
                memory.put(key, Payload.of(bytes));
            }
            return first ? ObjectStore.PutResult.CREATED : ObjectStore.PutResult.EXISTS;
        });
        assertThat(ExclusiveWriteProbe.run(careless, "probe/"))
                .isInstanceOfSatisfying(
                        Verdict.Flawed.class, flaw -> assertThat(flaw.why()).contains("not those of the writer"));
    }

    @Test
    void aLostAnswerOfTheWinnerIsNoFlaw() throws IOException {
        AtomicInteger wins = new AtomicInteger();
        ObjectStore lossy = new Flawed((key, bytes) -> {
            ObjectStore.PutResult result = memory.putIfAbsent(key, bytes);
            boolean lost = result == ObjectStore.PutResult.CREATED && wins.getAndIncrement() == 0;
            return lost ? ObjectStore.PutResult.EXISTS : result;
        });
        assertThat(ExclusiveWriteProbe.run(lossy, "probe/")).isEqualTo(new Verdict.Exclusive());
    }

    @Test
    void aStoreWithoutConditionalPutsIsFlawedAndAnUnreachableOneIsNot() throws IOException {
        ObjectStore unable = new Flawed((_, _) -> {
            throw new StoreException(Trouble.REFUSED, "NotImplemented");
        });
        assertThat(ExclusiveWriteProbe.run(unable, "probe/")).isInstanceOf(Verdict.Flawed.class);
        ObjectStore gone = new Flawed((_, _) -> {
            throw new StoreException(Trouble.UNREACHABLE, "nobody there");
        });
        assertThatThrownBy(() -> ExclusiveWriteProbe.run(gone, "probe/")).isInstanceOf(StoreException.class);
    }

    private interface PutIfAbsent {
        ObjectStore.PutResult put(String key, byte[] bytes) throws IOException;
    }

    /// A memory store with another idea of a conditional put.
    private final class Flawed implements ObjectStore {
        private final PutIfAbsent putIfAbsent;

        Flawed(PutIfAbsent putIfAbsent) {
            this.putIfAbsent = putIfAbsent;
        }

        @Override
        public PutResult putIfAbsent(String key, byte[] bytes) throws IOException {
            return putIfAbsent.put(key, bytes);
        }

        @Override
        public void put(String key, Payload payload) throws IOException {
            memory.put(key, payload);
        }

        @Override
        public byte[] get(String key) throws IOException {
            return memory.get(key);
        }

        @Override
        public byte[] range(String key, long offset, int length) throws IOException {
            return memory.range(key, offset, length);
        }

        @Override
        public Listing list(ListRequest request) {
            return memory.list(request);
        }

        @Override
        public Optional<ObjectInfo> head(String key) {
            return memory.head(key);
        }

        @Override
        public void delete(String key) {
            memory.delete(key);
        }

        @Override
        public void close() {}
    }
}
