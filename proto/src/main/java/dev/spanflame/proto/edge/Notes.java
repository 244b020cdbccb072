package dev.spanflame.proto.edge;

import java.util.LinkedHashSet;
import java.util.Set;

/// What the caller of a request should know besides its answer: said by whoever notices it, wherever that is, and
/// put into the header [#HEADER] by the edge. Of one thread, the one that works on the request.
///
/// Notes said after the head of an answer was sent, as in a stream of events, are lost.
public final class Notes {
    /// Name of the header.
    public static final String HEADER = "X-Spanflame-Partial";

    private static final ScopedValue<Notes> CURRENT = ScopedValue.newInstance();
    private static final int MOST = 4;

    private final Set<String> notes = new LinkedHashSet<>();

    /// Notes something about the answer on which the calling thread works; forgotten where it works on none. `note` is
    /// of printable ASCII.
    public static void add(String note) {
        if (CURRENT.isBound() && CURRENT.get().notes.size() < MOST) {
            CURRENT.get().notes.add(note);
        }
    }

    /// Runs `work`, whose notes are kept here.
    public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /// The answer with what was noted.
    public HttpReply on(HttpReply reply) {
        return notes.isEmpty() ? reply : reply.withHeader(HEADER, text());
    }

    /// What was noted, empty if nothing was.
    public String text() {
        return String.join("; ", notes);
    }
}
