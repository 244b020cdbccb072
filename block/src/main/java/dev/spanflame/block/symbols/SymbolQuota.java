package dev.spanflame.block.symbols;

/// What the files with symbols of one tenant may be: `files` programs, and `bytes` in all.
public record SymbolQuota(int files, long bytes) {
    /// What is kept: programs of which anything is kept, and the bytes of their files.
    public record Used(int files, long bytes) {}

    /// Whether one more program fits beside what is kept.
    public boolean hasRoom(Used used) {
        return used.files() < files && used.bytes() < bytes;
    }

    /// Whether a file of `size` bytes fits beside what is kept, in which its program counts already.
    public boolean fits(Used used, long size) {
        return used.files() <= files && size <= bytes - used.bytes();
    }

    /// What is kept and what may be, for people.
    public String told(Used used) {
        return "files with symbols of " + used.files() + " programs are kept, " + used.bytes()
                + " bytes; the limits are " + files + " programs (symbols.max-files) and " + bytes
                + " bytes (symbols.max-bytes)";
    }
}
