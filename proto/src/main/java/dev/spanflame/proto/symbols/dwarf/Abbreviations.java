package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tables of abbreviations (DWARF 5, section 7.5.3), the latest ones kept.
final class Abbreviations {
    private static final int KEPT = 32;
    private static final int MAX_ATTRIBUTES = 200;
    private static final int MAX_ENTRIES = 100_000;

    private final BinaryReader in;
    private final Map<Long, Map<Long, Entry>> tables = new LinkedHashMap<>();

    /// The shape of an entry: its tag, and for each attribute its name, its form and, for
    /// `implicit_const`, its value.
    record Entry(int tag, boolean hasChildren, int[] names, int[] forms, long[] constants) {}

    Abbreviations(BinaryReader in) {
        this.in = in;
    }

    /// The table at `offset` by code.
    Map<Long, Entry> at(long offset) {
        Map<Long, Entry> known = tables.get(offset);
        if (known != null) {
            return known;
        }
        Map<Long, Entry> table = read(offset);
        if (tables.size() == KEPT) {
            tables.remove(tables.keySet().iterator().next());
        }
        tables.put(offset, table);
        return table;
    }

    private Map<Long, Entry> read(long offset) {
        in.moveTo(offset);
        Map<Long, Entry> table = new HashMap<>();
        while (in.hasMore()) {
            long code = in.uleb();
            if (code == 0) {
                return table;
            }
            table.put(code, entry());
            if (table.size() > MAX_ENTRIES) {
                throw MalformedElf.because("a table of abbreviations has more than " + MAX_ENTRIES + " entries");
            }
        }
        return table;
    }

    private Entry entry() {
        int tag = (int) in.uleb();
        boolean hasChildren = in.u8() != 0;
        int[] names = new int[MAX_ATTRIBUTES];
        int[] forms = new int[MAX_ATTRIBUTES];
        long[] constants = new long[MAX_ATTRIBUTES];
        int count = 0;
        while (true) {
            int name = (int) in.uleb();
            int form = (int) in.uleb();
            long constant = form == Dw.FORM_IMPLICIT_CONST ? in.sleb() : 0;
            if (name == 0 && form == 0) {
                return new Entry(
                        tag,
                        hasChildren,
                        Arrays.copyOf(names, count),
                        Arrays.copyOf(forms, count),
                        Arrays.copyOf(constants, count));
            }
            if (count == MAX_ATTRIBUTES) {
                throw MalformedElf.because("an abbreviation has more than " + MAX_ATTRIBUTES + " attributes");
            }
            names[count] = name;
            forms[count] = form;
            constants[count++] = constant;
        }
    }
}
