package dev.spanflame.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.ObjectStore.PutResult;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] does; each implementation, and each server behind one, subclasses it.
public abstract class ObjectStoreContract {
    private static final int WRITERS = 16;

    private ObjectStore store = new MemoryObjectStore(new RealDisk(), InstantSource.system());

    /// A store without objects.
    protected abstract ObjectStore openEmpty() throws IOException;

    /// A local file of these bytes, where the store looks for local files.
    protected abstract Path localFile(byte[] content) throws IOException;

    /// How often 16 threads race for one key.
    protected int races() {
        return 500;
    }

    @BeforeEach
    void open() throws IOException {
        store = openEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasPutIsThere() throws IOException {
        put("a/b/c.json", "hello");
        assertThat(text("a/b/c.json")).isEqualTo("hello");
        ObjectInfo info = store.head("a/b/c.json").orElseThrow();
        assertThat(info.key()).isEqualTo("a/b/c.json");
        assertThat(info.size()).isEqualTo(5);
        assertThat(info.modified())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(2)),
                        Instant.now().plus(Duration.ofMinutes(2)));
    }

    @Test
    void putReplaces() throws IOException {
        put("k", "old, and longer");
        put("k", "new");
        assertThat(text("k")).isEqualTo("new");
        assertThat(keys(ListRequest.objects(""))).containsExactly("k");
    }

    @Test
    void theStoreKeepsItsOwnCopy() throws IOException {
        byte[] bytes = "mine".getBytes(UTF_8);
        store.put("k", Payload.of(bytes));
        bytes[0] = 'X';
        store.get("k")[1] = 'Y';
        assertThat(text("k")).isEqualTo("mine");
    }

    @Test
    void anEmptyObjectIsAnObject() throws IOException {
        put("empty", "");
        assertThat(store.get("empty")).isEmpty();
        assertThat(store.range("empty", 0, 10)).isEmpty();
        assertThat(store.head("empty")).map(ObjectInfo::size).contains(0L);
        assertThat(store.putIfAbsent("empty", new byte[1])).isEqualTo(PutResult.EXISTS);
        store.put("empty file", Payload.of(localFile(new byte[0])));
        assertThat(store.get("empty file")).isEmpty();
    }

    @Test
    void aMissingKeyIsToldAsSuch() throws IOException {
        assertThatThrownBy(() -> store.get("none")).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> store.range("none", 0, 1)).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> store.range("none", 5, 0)).isInstanceOf(NoSuchObjectException.class);
        assertThat(store.head("none")).isEmpty();
        put("folder/object", "1");
        assertThatThrownBy(() -> store.get("folder")).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> store.get("folder/object/below")).isInstanceOf(NoSuchObjectException.class);
        assertThat(store.head("folder")).isEmpty();
        assertThat(store.head("folder/object/below")).isEmpty();
        assertThat(store.health().trouble()).isEmpty();
    }

    @Test
    void rangesEndWhereTheObjectEnds() throws IOException {
        put("k", "0123456789");
        assertThat(range("k", 0, 4)).isEqualTo("0123");
        assertThat(range("k", 3, 4)).isEqualTo("3456");
        assertThat(range("k", 0, 10)).isEqualTo("0123456789");
        assertThat(range("k", 9, 1)).isEqualTo("9");
        assertThat(range("k", 8, 100)).isEqualTo("89");
        assertThat(range("k", 8, Integer.MAX_VALUE)).isEqualTo("89");
        assertThat(range("k", 10, 1)).isEmpty();
        assertThat(range("k", 11, 5)).isEmpty();
        assertThat(range("k", Long.MAX_VALUE - 10, 5)).isEmpty();
        assertThat(range("k", 4, 0)).isEmpty();
        assertThatThrownBy(() -> store.range("k", -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.range("k", 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bigFilesAndBigArraysGoThroughWhole() throws IOException {
        byte[] big = new byte[(20 << 20) + 12_345];
        new Random(42).nextBytes(big);
        store.put("big/file", Payload.of(localFile(big)));
        assertThat(store.head("big/file")).map(ObjectInfo::size).contains((long) big.length);
        assertThat(store.get("big/file")).isEqualTo(big);
        int seam = 16 << 20;
        assertThat(store.range("big/file", seam - 100, 200)).isEqualTo(Arrays.copyOfRange(big, seam - 100, seam + 100));
        store.put("big/bytes", Payload.of(big));
        assertThat(store.get("big/bytes")).isEqualTo(big);
    }

    @Test
    void putIfAbsentKeepsTheFirst() throws IOException {
        assertThat(putIfAbsent("k", "first")).isEqualTo(PutResult.CREATED);
        assertThat(putIfAbsent("k", "second")).isEqualTo(PutResult.EXISTS);
        assertThat(text("k")).isEqualTo("first");
        store.delete("k");
        assertThat(putIfAbsent("k", "third")).isEqualTo(PutResult.CREATED);
        assertThat(text("k")).isEqualTo("third");
        put("k2", "put");
        assertThat(putIfAbsent("k2", "second")).isEqualTo(PutResult.EXISTS);
    }

    @Test
    void ofManyWritersOfOneKeyExactlyOneWins() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < races(); round++) {
                String key = "log/%020d.json".formatted(round);
                List<PutResult> results = race(threads, key);
                assertThat(results)
                        .as("winners of round " + round)
                        .containsOnlyOnce(PutResult.CREATED)
                        .hasSize(WRITERS);
                assertThat(text(key))
                        .as("bytes of round " + round)
                        .isEqualTo(content(results.indexOf(PutResult.CREATED)));
            }
        }
    }

    private List<PutResult> race(ExecutorService threads, String key) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Callable<PutResult>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String mine = content(i);
            writers.add(() -> {
                start.await();
                return putIfAbsent(key, mine);
            });
        }
        List<PutResult> results = new ArrayList<>();
        for (Future<PutResult> result : threads.invokeAll(writers)) {
            results.add(result.get());
        }
        return results;
    }

    private static String content(int writer) {
        return "{\"writer\": %d}".formatted(writer).repeat(1 + writer * 20);
    }

    @Test
    void readersSeeOldOrNewBytesButNeverAMixture() throws Exception {
        byte[] old = "o".repeat(100_000).getBytes(UTF_8);
        byte[] young = "n".repeat(50_000).getBytes(UTF_8);
        store.put("k", Payload.of(old));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    store.put("k", Payload.of(i % 2 == 0 ? young : old));
                }
                return true;
            });
            do {
                byte[] seen = store.get("k");
                assertThat(seen).isEqualTo(seen[0] == 'o' ? old : young);
            } while (!writer.isDone());
            writer.get();
        }
    }

    @Test
    void deleteRemovesAndMayBeRepeated() throws IOException {
        put("a/b", "1");
        put("a/c", "2");
        store.delete("a/b");
        store.delete("a/b");
        store.delete("never/was/there");
        assertThat(store.head("a/b")).isEmpty();
        assertThatThrownBy(() -> store.get("a/b")).isInstanceOf(NoSuchObjectException.class);
        assertThat(keys(ListRequest.objects(""))).containsExactly("a/c");
    }

    @Test
    void whatDeletesLeaveEmptyIsNoFolder() throws IOException {
        put("a/b/c/d", "1");
        put("e/f", "2");
        store.delete("a/b/c/d");
        assertThat(folders("")).containsExactly("e/");
        put("a", "an object where a folder was");
        assertThat(text("a")).isEqualTo("an object where a folder was");
    }

    @Test
    void objectsAreListedInByteOrderOfTheirKeys() throws IOException {
        List<String> keys =
                List.of("a-b/x", "a.b", "a/b", "a/b-", "a/b0", "a0", "a/c/d/e", "A", "b", "aa/b", "é/x", "a b", "a+b");
        for (String key : keys) {
            put(key, key);
        }
        assertThat(keys(ListRequest.objects("")))
                .containsExactlyElementsOf(
                        keys.stream().sorted(ObjectKeys.ORDER).toList());
        assertThat(keys(ListRequest.objects("a/"))).containsExactly("a/b", "a/b-", "a/b0", "a/c/d/e");
        assertThat(keys(ListRequest.objects("a/b"))).containsExactly("a/b", "a/b-", "a/b0");
        assertThat(keys(ListRequest.objects("zzz"))).isEmpty();
        assertThat(keys(ListRequest.objects("a/b/"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with space/and+plus",
                "per%cent/100%25",
                "äöü/ß/日本語",
                "emoji/🔥/x",
                "quote'\"<>&;=?#[]{}|^~`!@$*(),:",
                ".hidden/..twodots/x.",
                "a=1/b=2"
            })
    void keysOfAllKindsGoThrough(String key) throws IOException {
        put(key, key);
        assertThat(putIfAbsent(key, "x")).isEqualTo(PutResult.EXISTS);
        assertThat(text(key)).isEqualTo(key);
        assertThat(range(key, 1, 2)).isEqualTo(new String(key.getBytes(UTF_8), 1, 2, UTF_8));
        assertThat(store.head(key)).map(ObjectInfo::key).contains(key);
        assertThat(keys(ListRequest.objects(""))).containsExactly(key);
        assertThat(keys(ListRequest.objects(key))).containsExactly(key);
        assertThat(keys(ListRequest.objects("").after(key))).isEmpty();
        store.delete(key);
        assertThat(keys(ListRequest.objects(""))).isEmpty();
    }

    @Test
    void keysThatAreNoneAreRefused() {
        for (String key : List.of(
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/.",
                "a/./b",
                "a\\b",
                "a\0b",
                "a\nb",
                "a\u007fb",
                "half\ud83d",
                "k".repeat(1025))) {
            assertThatThrownBy(() -> put(key, "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> putIfAbsent(key, "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.range(key, 0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.head(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aListingComesInPages() throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add("t/%02d/x".formatted(i));
            put(all.getLast(), "1");
        }
        put("u/other", "1");
        assertThat(paged(new ListRequest("t/", "", 10, false))).containsExactlyElementsOf(all);
        assertThat(paged(new ListRequest("t/", "", 25, false))).containsExactlyElementsOf(all);
        assertThat(paged(new ListRequest("t/", "", 1, false))).containsExactlyElementsOf(all);
        Listing exact = store.list(new ListRequest("t/", "", 25, false));
        assertThat(exact.next()).isEmpty();
        Listing first = store.list(new ListRequest("t/", "", 10, false));
        assertThat(first.next()).contains("t/09/x");
        assertThat(keys(new ListRequest("t/", "t/09/x", 3, false))).containsExactly("t/10/x", "t/11/x", "t/12/x");
        assertThat(keys(new ListRequest("t/", "t/09/xx", 1, false))).containsExactly("t/10/x");
        assertThat(keys(new ListRequest("t/", "t/1", 2, false))).containsExactly("t/10/x", "t/11/x");
        assertThat(keys(new ListRequest("t/", "a", 1, false))).containsExactly("t/00/x");
        assertThat(keys(new ListRequest("t/", "u", 1, false))).isEmpty();
        assertThatThrownBy(() -> new ListRequest("t/", "", 0, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListingOfManyObjectsGoesOnBehindThePagesOfTheServer() throws Exception {
        int count = 1_050;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<PutResult>> puts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String key = "many/%05d".formatted(i);
                puts.add(() -> putIfAbsent(key, "1"));
            }
            for (Future<PutResult> put : threads.invokeAll(puts)) {
                assertThat(put.get()).isEqualTo(PutResult.CREATED);
            }
        }
        Listing page = store.list(ListRequest.objects("many/"));
        assertThat(page.objects()).hasSize(1000);
        assertThat(page.next()).contains("many/00999");
        Listing whole = store.list(new ListRequest("many/", "", 5000, false));
        assertThat(whole.objects())
                .hasSize(count)
                .isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
        assertThat(whole.next()).isEmpty();
    }

    @Test
    void foldersAreListedOnceEach() throws IOException {
        for (String key : List.of("t/a/1", "t/a/2", "t/a/3/4", "t/a-", "t/b", "t/c/1", "t/d", "u/1", "v")) {
            put(key, "1");
        }
        Listing listing = store.list(ListRequest.foldersOf("t/"));
        assertThat(listing.folders()).containsExactly("t/a/", "t/c/");
        assertThat(listing.objects()).extracting(ObjectInfo::key).containsExactly("t/a-", "t/b", "t/d");
        assertThat(folders("")).containsExactly("t/", "u/");
        assertThat(folders("t/a/")).containsExactly("t/a/3/");
        assertThat(folders("t/a")).containsExactly("t/a/");
        assertThat(folders("t/x")).isEmpty();
    }

    @Test
    void foldersComeInPagesToo() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            put("f%d/a".formatted(i), "1");
            put("f%d/b".formatted(i), "1");
            put("f%d0".formatted(i), "1");
            expected.add("f%d/".formatted(i));
            expected.add("f%d0".formatted(i));
        }
        for (int limit : new int[] {1, 2, 3, 14, 100}) {
            assertThat(paged(new ListRequest("", "", limit, true)))
                    .as("pages of " + limit)
                    .containsExactlyElementsOf(expected);
        }
        Listing behind = store.list(new ListRequest("", "f3/a", 100, true));
        assertThat(behind.folders()).as("f3/ counts as listed").containsExactly("f4/", "f5/", "f6/");
    }

    private List<String> paged(ListRequest request) throws IOException {
        List<String> entries = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            Listing page = store.list(next.get().isEmpty() ? request : request.after(next.get()));
            List<String> here = new ArrayList<>(page.folders());
            page.objects().forEach(object -> here.add(object.key()));
            assertThat(here).hasSizeBetween(1, request.limit());
            here.sort(ObjectKeys.ORDER);
            entries.addAll(here);
            next = page.next();
        }
        return entries;
    }

    private List<String> keys(ListRequest request) throws IOException {
        return store.list(request).objects().stream().map(ObjectInfo::key).toList();
    }

    private List<String> folders(String prefix) throws IOException {
        return store.list(ListRequest.foldersOf(prefix)).folders();
    }

    private void put(String key, String content) throws IOException {
        store.put(key, Payload.of(content.getBytes(UTF_8)));
    }

    private PutResult putIfAbsent(String key, String content) throws IOException {
        return store.putIfAbsent(key, content.getBytes(UTF_8));
    }

    private String text(String key) throws IOException {
        return new String(store.get(key), UTF_8);
    }

    private String range(String key, long offset, int length) throws IOException {
        return new String(store.range(key, offset, length), UTF_8);
    }
}
