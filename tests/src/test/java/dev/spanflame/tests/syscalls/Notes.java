package dev.spanflame.tests.syscalls;

import dev.spanflame.tests.simulation.Ledger;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What was sent and acknowledged, in mapped memory: a note needs no system call and outlives the process at once.
final class Notes {
    private static final int MOST = 256;
    private static final byte SENT = 1;
    private static final byte ACKNOWLEDGED = 2;
    private static final byte GIVEN_UP = 3;

    private final MappedByteBuffer memory;

    /// The notes in `file`, which is made if it is missing.
    Notes(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * MOST + 1);
        }
    }

    /// The two kinds of things.
    enum Kind {
        SPAN(0),
        PROFILE(MOST);

        private final int start;

        Kind(int start) {
            this.start = start;
        }
    }

    private static int place(Kind kind, long number) {
        return kind.start + (int) number;
    }

    void send(Kind kind, long number) {
        memory.put(place(kind, number), SENT);
    }

    void acknowledge(Kind kind, long number) {
        memory.put(place(kind, number), ACKNOWLEDGED);
    }

    /// All that is acknowledged so far may be gone from now on.
    void giveUp() {
        for (int place = 0; place < 2 * MOST; place++) {
            if (memory.get(place) == ACKNOWLEDGED) {
                memory.put(place, GIVEN_UP);
            }
        }
    }

    /// The process came to its end.
    void finish() {
        memory.put(2 * MOST, (byte) 1);
    }

    boolean isFinished() {
        return memory.get(2 * MOST) != 0;
    }

    /// What these notes say of one kind.
    Ledger ledger(Kind kind) {
        Ledger ledger = new Ledger(kind == Kind.SPAN ? "span" : "profile");
        for (int number = 1; number < MOST && memory.get(place(kind, number)) != 0; number++) {
            long _ = ledger.next();
            if (memory.get(place(kind, number)) == ACKNOWLEDGED) {
                ledger.acknowledge(number);
            }
        }
        return ledger;
    }
}
