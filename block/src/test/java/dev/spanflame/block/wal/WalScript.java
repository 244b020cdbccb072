package dev.spanflame.block.wal;

import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.PowerCut;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A fixed history of a log: appends over several files, releases, restarts; and what its answers promise.
final class WalScript {
    private static final int FILE_BYTES = 6_000;
    private static final int LIVES = 3;
    private static final int APPENDS = 24;

    /// An entry that was asked for, and its stream.
    private record Asked(String text, WalStream stream, long sequence) {}

    private final Disk disk;
    private final Durability durability;
    private final List<Asked> acknowledged = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<WalStream, Long> released = new HashMap<>();
    private int next;
    private boolean complete;

    WalScript(Disk disk, Durability durability) {
        this.disk = disk;
        this.durability = durability;
    }

    /// Whether the run came to its end.
    boolean isComplete() {
        return complete;
    }

    /// Runs until the end or until the power is cut.
    void run() throws IOException {
        try {
            for (int life = 0; life < LIVES; life++) {
                live();
            }
            complete = true;
        } catch (PowerCut e) {
            complete = false;
        }
    }

    private void live() throws IOException {
        try (Wal wal = open()) {
            released.forEach((stream, through) -> release(wal, stream, through));
            for (int i = 0; i < APPENDS; i++) {
                append(wal);
                if (i % 7 == 6) {
                    flush(wal, Entries.stream(next - 2));
                }
            }
        }
    }

    /// A start that fails is tried once more, as whoever watches over the process would.
    private Wal open() throws IOException {
        try {
            return openOnce();
        } catch (IOException e) {
            return openOnce();
        }
    }

    private Wal openOnce() throws IOException {
        WalReplay.Outcome replay = Entries.replay(disk, new ArrayList<>());
        long floor = released.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return Wal.open(Entries.options(disk, durability, FILE_BYTES), replay, floor);
    }

    private void append(Wal wal) {
        int index = next++;
        WalEntry entry = Entries.of(index, index % 8 == 7 ? 9_000 : 300);
        try {
            long sequence = wal.append(entry, given -> asked.add(Entries.text(given, entry)));
            acknowledged.add(new Asked(Entries.text(sequence, entry), Entries.stream(index), sequence));
        } catch (BackendException e) {
            if (!e.reason().equals("wal_write_failed")) {
                throw e;
            }
        }
    }

    /// What the ingester does once all records of a stream are in blocks: the promise of the log ends there.
    private void flush(Wal wal, WalStream stream) {
        long through = acknowledged.stream()
                .filter(entry -> entry.stream.equals(stream))
                .mapToLong(Asked::sequence)
                .max()
                .orElse(0);
        released.put(stream, through);
        release(wal, stream, through);
    }

    private static void release(Wal wal, WalStream stream, long through) {
        try {
            wal.release(stream, through);
        } catch (IOException e) {
            // The file stays for now, which breaks no promise.
        }
    }

    /// What is wrong on the disk after each way the power cut may have left it.
    List<String> violations(List<Survival> survivals, ForgetfulDisk real) throws IOException {
        List<String> violations = new ArrayList<>();
        for (Survival survival : survivals) {
            ForgetfulDisk after = real.reboot(survival);
            List<String> found = Entries.replay(after);
            check(found, survival, violations);
            if (!Entries.replay(after).equals(found)) {
                violations.add("a second replay differs (" + survival + ")");
            }
            checkNextLife(after, survival, violations);
        }
        return violations;
    }

    private void check(List<String> found, Survival survival, List<String> violations) {
        Set<String> once = new HashSet<>();
        for (String text : found) {
            if (!once.add(text)) {
                violations.add(text + " comes twice (" + survival + ")");
            }
            if (!asked.contains(text)) {
                violations.add(text + " was invented (" + survival + ")");
            }
        }
        for (Asked entry : acknowledged) {
            boolean needed = entry.sequence > released.getOrDefault(entry.stream, 0L);
            if (needed && !once.contains(entry.text)) {
                violations.add(entry.text + " is lost (" + survival + ")");
            }
        }
    }

    private void checkNextLife(Disk after, Survival survival, List<String> violations) throws IOException {
        long highest = acknowledged.stream().mapToLong(Asked::sequence).max().orElse(0);
        try (Wal wal = Entries.open(after, FILE_BYTES)) {
            long sequence = wal.append(Entries.of(next, 5), _ -> {});
            if (sequence <= highest) {
                violations.add("sequence " + sequence + " is given out again (" + survival + ")");
            }
        }
    }
}
