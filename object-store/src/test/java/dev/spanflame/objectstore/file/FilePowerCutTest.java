package dev.spanflame.objectstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStore.PutResult;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.disk.CarelessDisk;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.PowerCut;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Cuts the power at every operation of a history of puts and deletes, in many ways, and looks at what came back:
/// whatever was answered holds, and what was under way happened or did not.
class FilePowerCutTest {
    private static final Path ROOT = Path.of("/data");
    private static final List<String> KEYS =
            List.of("t/log/1.json", "t/log/2.json", "t/traces/b1/meta.json", "t/traces/b1/spans.parquet", "u");
    private static final String ABSENT = "(absent)";
    private static final int STEPS = 60;

    @Test
    void noAnsweredPutOrDeleteIsLostToAPowerCut() throws IOException {
        long operations = operationsOfAll();
        assertThat(operations).isGreaterThan(STEPS);
        for (long cut = 1; cut <= operations; cut++) {
            assertThat(violations(cut, disk -> disk))
                    .as("cut at operation " + cut)
                    .isEmpty();
        }
    }

    @Test
    void theTestFindsAMissingSyncOfTheFile() throws IOException {
        assertThat(violationsWith(disk -> new CarelessDisk(disk, false, true))).isNotEmpty();
    }

    @Test
    void theTestFindsAMissingSyncOfTheDirectory() throws IOException {
        assertThat(violationsWith(disk -> new CarelessDisk(disk, true, false))).isNotEmpty();
    }

    private static List<String> violationsWith(UnaryOperator<Disk> mistake) throws IOException {
        List<String> all = new ArrayList<>();
        for (long cut = 20; cut < operationsOfAll() / 2; cut += 7) {
            all.addAll(violations(cut, mistake));
        }
        return all;
    }

    private static long operationsOfAll() throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk();
        new History().runOn(disk);
        return disk.faults().operations();
    }

    private static List<String> violations(long cut, UnaryOperator<Disk> mistake) throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk();
        disk.faults().cutPowerAt(cut);
        History history = new History();
        try {
            history.runOn(mistake.apply(disk));
        } catch (PowerCut e) {
            // What this test is about.
        }
        List<Survival> survivals =
                new ArrayList<>(List.of(Survival.nothing(), Survival.everything(), Survival.names()));
        for (int seed = 0; seed < 6; seed++) {
            survivals.add(Survival.some(new Random(cut * 31 + seed)));
        }
        List<String> found = new ArrayList<>();
        for (Survival survival : survivals) {
            found.addAll(history.violationsOn(disk.reboot(survival), survival));
        }
        return found;
    }

    /// A fixed random sequence of calls, and what the answers to them promise.
    private static final class History {
        private final Random random = new Random(5);
        private final Map<String, Set<String>> allowed = new HashMap<>();

        History() {
            KEYS.forEach(key -> allowed.put(key, new TreeSet<>(Set.of(ABSENT))));
        }

        void runOn(Disk disk) throws IOException {
            ObjectStore store = new FileObjectStore(ROOT, disk, InstantSource.system());
            for (int step = 0; step < STEPS; step++) {
                String key = KEYS.get(random.nextInt(KEYS.size()));
                String content = ("step " + step + " ").repeat(1 + random.nextInt(300));
                switch (random.nextInt(3)) {
                    case 0 -> {
                        allowed(key).add(content);
                        store.put(key, Payload.of(content.getBytes(UTF_8)));
                        settle(key, content);
                    }
                    case 1 -> {
                        boolean absent = allowed(key).equals(Set.of(ABSENT));
                        if (absent) {
                            allowed(key).add(content);
                        }
                        PutResult result = store.putIfAbsent(key, content.getBytes(UTF_8));
                        assertThat(result).isEqualTo(absent ? PutResult.CREATED : PutResult.EXISTS);
                        if (absent) {
                            settle(key, content);
                        }
                    }
                    default -> {
                        allowed(key).add(ABSENT);
                        store.delete(key);
                        settle(key, ABSENT);
                    }
                }
            }
        }

        private Set<String> allowed(String key) {
            return allowed.getOrDefault(key, Set.of());
        }

        private void settle(String key, String content) {
            allowed.put(key, new TreeSet<>(Set.of(content)));
        }

        List<String> violationsOn(Disk disk, Survival survival) throws IOException {
            ObjectStore store = new FileObjectStore(ROOT, disk, InstantSource.system());
            List<String> violations = new ArrayList<>();
            Set<String> present = new TreeSet<>();
            for (String key : KEYS) {
                String content = content(store, key);
                if (!allowed(key).contains(content)) {
                    violations.add(key + " is " + content + " (" + survival + ")");
                }
                if (!content.equals(ABSENT)) {
                    present.add(key);
                }
            }
            assertThat(store.list(ListRequest.objects("")).objects().stream()
                            .map(ObjectInfo::key)
                            .toList())
                    .containsExactlyElementsOf(present);
            store.put("t/log/1.json", Payload.of("after".getBytes(UTF_8)));
            assertThat(content(store, "t/log/1.json")).isEqualTo("after");
            return violations;
        }

        private static String content(ObjectStore store, String key) throws IOException {
            try {
                return new String(store.get(key), UTF_8);
            } catch (NoSuchObjectException e) {
                return ABSENT;
            }
        }
    }
}
