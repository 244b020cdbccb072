package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/// Turns whatever a handler threw into the error its caller may see.
public final class Faults {
    private static final System.Logger LOG = System.getLogger("server.edge");

    private Faults() {}

    /// `thrown` itself when it is a [BackendException], else an INTERNAL error whose text has a short id.
    ///
    /// Faults of ours are logged with their stack trace and the same id; the caller never sees the trace.
    public static BackendException of(Throwable thrown, String where) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof BackendException known) {
            if (known.kind() == ErrorKind.INTERNAL || known.kind() == ErrorKind.CORRUPT) {
                LOG.log(System.Logger.Level.ERROR, "request failed where=" + where, known);
            }
            return known;
        }
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.log(System.Logger.Level.ERROR, "request failed id=" + id + " where=" + where, cause);
        return new BackendException(
                ErrorKind.INTERNAL,
                "internal",
                "internal error " + id + "; the server's log tells more under this id",
                cause);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable at = thrown;
        while ((at instanceof CompletionException
                        || at instanceof ExecutionException
                        || at instanceof UncheckedIOException)
                && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
