package dev.spanflame.proto.symbols.dwarf;

import java.util.Arrays;

/// The functions that are at one address, the outermost first: each an entry, with the place its caller
/// calls it from.
final class Calls {
    /// Inlined calls within each other; compilers stay far below.
    private static final int MAX_DEPTH = 256;

    private long[] entries = new long[4];
    private long[] callFiles = new long[4];
    private long[] callLines = new long[4];
    private int size;

    void clear() {
        size = 0;
    }

    void add(long entry, long callFile, long callLine) {
        if (size == MAX_DEPTH) {
            return;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
            callFiles = Arrays.copyOf(callFiles, size * 2);
            callLines = Arrays.copyOf(callLines, size * 2);
        }
        entries[size] = entry;
        callFiles[size] = callFile;
        callLines[size++] = callLine;
    }

    int size() {
        return size;
    }

    long entry(int depth) {
        return entries[depth];
    }

    long callFile(int depth) {
        return callFiles[depth];
    }

    long callLine(int depth) {
        return callLines[depth];
    }
}
