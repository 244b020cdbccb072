package dev.spanflame.block.parquet.encoding;

/// Bytes that cannot be what they claim to be. The caller adds the names of file, column and page.
public final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    /// With what was found and what was expected.
    public DamagedException(String message) {
        super(message);
        what = message;
    }

    /// What was found and what was expected.
    public String what() {
        return what;
    }
}
