package dev.spanflame.proto.edge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the caller of a request should know besides its answer, and what the answer was made of: said by whoever
/// notices it, wherever that is. Of one thread, the one that works on the request.
///
/// The edge puts notes into the header [#HEADER], or into trailers where the protocol has them. A handler that writes
/// its answer piece by piece says [#soFar] at the end of it, because the head is sent by then.
public final class Notes {
    /// Name of the header.
    public static final String HEADER = "X-Spanflame-Partial";

    private static final ScopedValue<Notes> CURRENT = ScopedValue.newInstance();
    private static final int MOST = 4;

    private final Set<String> notes = new LinkedHashSet<>();
    private final List<Runnable> last = new ArrayList<>();
    private int blocks;
    private long blockBytes;

    /// Notes something about the answer on which the calling thread works; forgotten where it works on none. `note` is
    /// of printable ASCII.
    public static void add(String note) {
        if (CURRENT.isBound() && CURRENT.get().notes.size() < MOST) {
            CURRENT.get().notes.add(note);
        }
    }

    /// Notes that blocks with objects of so many `bytes` in all were opened for the answer.
    public static void opened(int blocks, long bytes) {
        if (CURRENT.isBound()) {
            CURRENT.get().blocks += blocks;
            CURRENT.get().blockBytes += bytes;
        }
    }

    /// What was noted about the answer on which the calling thread works, empty if nothing was.
    public static String soFar() {
        return CURRENT.isBound() ? CURRENT.get().text() : "";
    }

    /// Has `action`, which must not throw, run once the work on the request is over, its answer sent or not. False, and
    /// nothing is done, where the calling thread works on none.
    public static boolean afterwards(Runnable action) {
        if (!CURRENT.isBound()) {
            return false;
        }
        CURRENT.get().last.add(action);
        return true;
    }

    /// Runs `work`, whose notes are kept here, and then what it wanted done afterwards.
    public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
        try {
            return ScopedValue.where(CURRENT, this).call(work);
        } finally {
            last.forEach(Runnable::run);
            last.clear();
        }
    }

    /// The same for work without a result.
    public <X extends Throwable> void run(Step<X> work) throws X {
        boolean _ = during(() -> {
            work.run();
            return true;
        });
    }

    /// Work without a result.
    @FunctionalInterface
    public interface Step<X extends Throwable> {
        /// Does it.
        void run() throws X;
    }

    /// The answer with what was noted.
    public HttpReply on(HttpReply reply) {
        return notes.isEmpty() ? reply : reply.withHeader(HEADER, text());
    }

    /// What was noted, empty if nothing was.
    public String text() {
        return String.join("; ", notes);
    }

    /// Blocks that were opened, those of repeated attempts counted again.
    public int blocks() {
        return blocks;
    }

    /// Bytes of the objects of these blocks.
    public long blockBytes() {
        return blockBytes;
    }
}
