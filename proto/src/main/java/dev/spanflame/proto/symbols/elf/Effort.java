package dev.spanflame.proto.symbols.elf;

/// What the reading of one file may cost, counted in steps of about a byte. A file that leads in
/// circles, or sends its reader over the same bytes again and again, ends here. Not thread-safe.
public final class Effort {
    private static final long FREE = 1 << 22;
    private static final long PER_BYTE = 24;
    private static final long MOST = 3_000_000_000L;

    private long left;

    /// For a file of `bytes` bytes.
    public Effort(long bytes) {
        this.left = Math.min(MOST, FREE + PER_BYTE * bytes);
    }

    /// Counts `steps`. Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST when there are
    /// too many. Hot path.
    public void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw MalformedElf.because("its tables lead over the same bytes again and again");
        }
    }
}
