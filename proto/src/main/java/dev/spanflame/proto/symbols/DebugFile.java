package dev.spanflame.proto.symbols;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.symbols.dwarf.DwarfInfo;
import dev.spanflame.proto.symbols.elf.ElfFile;
import dev.spanflame.proto.symbols.elf.GoTable;
import dev.spanflame.proto.symbols.elf.SymbolFinder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A program or library, or the file with its debugging information, as it says where which function is.
///
/// DWARF tells functions, those inlined among them, with files and lines; where it says nothing the
/// table that Go programs have for themselves does, or the symbol table. Used by one thread at a time. Every error that
/// a file can cause is
/// a [BackendException] of kind BAD_REQUEST or TOO_LARGE, after work in proportion to its size.
public final class DebugFile {
    private final MemorySegment bytes;
    private final long maxBytes;

    /// The file in `bytes`, whose compressed sections may inflate to `maxBytes`.
    public DebugFile(MemorySegment bytes, long maxBytes) {
        this.bytes = bytes;
        this.maxBytes = maxBytes;
    }

    /// A place in a program: an address as the linker gave it, or an offset in its file.
    public record Place(long number, boolean isOffset) {}

    /// The GNU build id in lower-case hexadecimal; empty where it has none.
    public Optional<String> buildId() {
        return ElfFile.open(bytes, maxBytes).buildId();
    }

    /// The frames at each place, the innermost first; none where the file does not know it.
    public List<List<SourceFrame>> frames(List<Place> places) {
        ElfFile file = ElfFile.open(bytes, maxBytes);
        long[] addresses = new long[places.size()];
        for (int i = 0; i < addresses.length; i++) {
            Place place = places.get(i);
            addresses[i] = place.isOffset() ? file.addressOf(place.number()) : place.number();
        }
        long[] distinct = Arrays.stream(addresses).sorted().distinct().toArray();
        String[] names = SymbolFinder.find(file, distinct);
        List<List<SourceFrame>> known = dwarf(file, distinct);
        List<Optional<SourceFrame>> go = goFunctions(file, distinct);
        List<List<SourceFrame>> frames = new ArrayList<>();
        for (long address : addresses) {
            int index = Arrays.binarySearch(distinct, address);
            List<SourceFrame> found = merged(known.get(index), names[index]);
            boolean withoutLine =
                    found.isEmpty() || (found.size() == 1 && found.getFirst().line() == 0);
            frames.add(
                    withoutLine && go.get(index).isPresent()
                            ? List.of(go.get(index).get())
                            : found);
        }
        return frames;
    }

    /// The rest of the file is still good where this table is damaged.
    private static List<Optional<SourceFrame>> goFunctions(ElfFile file, long[] addresses) {
        try {
            return GoTable.find(file, addresses);
        } catch (BackendException _) {
            return Collections.nCopies(addresses.length, Optional.empty());
        }
    }

    /// A symbol table is still good where the debugging information is damaged.
    private static List<List<SourceFrame>> dwarf(ElfFile file, long[] addresses) {
        try {
            return new DwarfInfo(file).find(addresses);
        } catch (BackendException _) {
            List<List<SourceFrame>> nothing = new ArrayList<>();
            for (int i = 0; i < addresses.length; i++) {
                nothing.add(List.of());
            }
            return nothing;
        }
    }

    /// The outermost function has no name where the unit tells lines alone, and no function has one that lies
    /// in a file of its own (`dwz`): an inlined one is left out then.
    private static List<SourceFrame> merged(List<SourceFrame> known, String symbol) {
        if (known.isEmpty()) {
            return symbol.isEmpty() ? List.of() : List.of(new SourceFrame(symbol, "", 0, 0));
        }
        List<SourceFrame> frames = new ArrayList<>(known);
        SourceFrame outer = frames.removeLast();
        frames.removeIf(inlined -> inlined.function().isEmpty());
        if (!outer.function().isEmpty()) {
            frames.add(outer);
        } else if (!symbol.isEmpty()) {
            frames.add(new SourceFrame(symbol, outer.file(), outer.line(), outer.startLine()));
        }
        return frames;
    }
}
