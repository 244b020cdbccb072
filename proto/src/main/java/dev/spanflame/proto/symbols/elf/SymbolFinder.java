package dev.spanflame.proto.symbols.elf;

import java.util.Arrays;
import java.util.Optional;

/// Looks up functions in the symbol tables `.symtab` and `.dynsym` (gABI, "Symbol Table").
///
/// The tables are read once for any number of addresses and in any order of theirs; nothing is kept of
/// them.
public final class SymbolFinder {
    private static final int FUNCTION = 2;
    private static final int INDIRECT_FUNCTION = 10;
    private static final long NONE = -1;

    private final ElfFile file;
    private final long[] wanted;
    private final String[] names;
    private final long[] values;
    private final long[] sizes;
    private final long[] texts;
    private final int[] ranks;

    private SymbolFinder(ElfFile file, long[] wanted) {
        this.file = file;
        this.wanted = wanted;
        this.names = new String[wanted.length];
        Arrays.fill(names, "");
        this.values = new long[wanted.length];
        this.sizes = new long[wanted.length];
        this.texts = new long[wanted.length];
        this.ranks = new int[wanted.length];
    }

    /// Names of the functions at `addresses`, which are in ascending order; empty where unknown.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for tables that are not valid.
    public static String[] find(ElfFile file, long[] addresses) {
        SymbolFinder finder = new SymbolFinder(file, addresses);
        finder.look(ElfSection.SYMBOLS);
        finder.look(ElfSection.DYNAMIC_SYMBOLS);
        return finder.names;
    }

    private void look(int type) {
        Optional<BinaryReader[]> table = file.symbols(type);
        if (table.isPresent()) {
            Arrays.fill(texts, NONE);
            BinaryReader in = table.get()[0];
            int entry = file.wide() ? 24 : 16;
            while (in.size() - in.position() >= entry) {
                read(in);
            }
            settle(table.get()[1]);
        }
    }

    /// A function without a size reaches to the next one or to the end of its section. Hot path.
    private void read(BinaryReader in) {
        long text = in.u32();
        long value;
        long size;
        int info;
        int section;
        if (file.wide()) {
            info = in.u8();
            in.skip(1);
            section = in.u16();
            value = in.i64();
            size = in.i64();
        } else {
            value = in.u32();
            size = in.u32();
            info = in.u8();
            in.skip(1);
            section = in.u16();
        }
        int kind = info & 15;
        if (section != 0 && (kind == FUNCTION || kind == INDIRECT_FUNCTION)) {
            long start = file.hasCodedAddresses() ? value & ~1L : value;
            long length = size == 0 ? file.endOf(section) - start : size;
            note(start, length, text, info >>> 4);
        }
    }

    /// Of several functions the last one that begins before the address counts; of those that begin
    /// together a global one, then the first.
    private void note(long value, long size, long text, int binding) {
        int index = Arrays.binarySearch(wanted, value);
        index = index < 0 ? -index - 1 : first(index);
        if (index == wanted.length) {
            return;
        }
        int rank = binding == 0 ? 1 : 2;
        if (texts[index] == NONE || value > values[index] || (value == values[index] && rank > ranks[index])) {
            texts[index] = text;
            values[index] = value;
            sizes[index] = size;
            ranks[index] = rank;
        }
    }

    private int first(int index) {
        int at = index;
        while (at > 0 && wanted[at - 1] == wanted[index]) {
            at--;
        }
        return at;
    }

    /// A function noted at one address is a candidate for all behind it until another begins.
    private void settle(BinaryReader strings) {
        for (int i = 0; i < wanted.length; i++) {
            if (texts[i] == NONE && i > 0 && texts[i - 1] != NONE) {
                texts[i] = texts[i - 1];
                values[i] = values[i - 1];
                sizes[i] = sizes[i - 1];
            }
            boolean inside = texts[i] != NONE && wanted[i] - values[i] < sizes[i];
            if (inside && names[i].isEmpty()) {
                names[i] = strings.moveTo(texts[i]).text();
            }
        }
    }
}
