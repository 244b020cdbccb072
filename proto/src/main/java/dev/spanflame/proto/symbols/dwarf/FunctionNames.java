package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Names of functions, which an inlined call has from the function it comes from, and a definition from
/// its declaration (DWARF 5, sections 3.3.8.2 and 2.13.2).
final class FunctionNames {
    private static final int MAX_HOPS = 16;

    private final Sections sections;
    private final Abbreviations abbreviations;
    private final long[] starts;
    private final Map<Long, Unit> units = new HashMap<>();
    private final Map<Long, Name> names = new HashMap<>();

    /// What a function is called: as the linker knows it, as it is written in the source, and the line
    /// it begins in.
    record Name(String linkage, String plain, long line) {
        /// The name that tells most.
        String best() {
            return linkage.isEmpty() ? plain : linkage;
        }
    }

    /// `starts` are the places of all units, in ascending order.
    FunctionNames(Sections sections, Abbreviations abbreviations, long[] starts) {
        this.sections = sections;
        this.abbreviations = abbreviations;
        this.starts = starts;
    }

    /// Name of the function that the entry at this place is about.
    Name of(long entry) {
        Name known = names.get(entry);
        if (known == null) {
            known = read(entry);
            names.put(entry, known);
        }
        return known;
    }

    private Name read(long first) {
        String linkage = "";
        String plain = "";
        long line = 0;
        long entry = first;
        for (int hop = 0; hop < MAX_HOPS && entry >= 0; hop++) {
            Unit unit = unit(entry);
            BinaryReader in = sections.info().moveTo(entry).limit(unit.header.end());
            long code = in.uleb();
            if (code == 0) {
                break;
            }
            Abbreviations.Entry shape = unit.shape(code);
            Value value = new Value();
            Value linkageValue = new Value();
            Value plainValue = new Value();
            long origin = -1;
            for (int i = 0; i < shape.names().length; i++) {
                value.read(in, shape.forms()[i], shape.constants()[i], unit.header);
                switch (shape.names()[i]) {
                    case Dw.AT_LINKAGE_NAME, Dw.AT_MIPS_LINKAGE_NAME -> linkageValue.copy(value);
                    case Dw.AT_NAME -> plainValue.copy(value);
                    case Dw.AT_DECL_LINE -> line = line == 0 ? value.number : line;
                    case Dw.AT_ABSTRACT_ORIGIN, Dw.AT_SPECIFICATION ->
                        origin = value.kind == Value.Kind.REFERENCE ? value.number : -1;
                    default -> {}
                }
            }
            linkage = linkage.isEmpty() ? unit.text(linkageValue) : linkage;
            plain = plain.isEmpty() ? unit.text(plainValue) : plain;
            entry = origin;
        }
        return new Name(linkage, plain, line);
    }

    private Unit unit(long entry) {
        int index = Arrays.binarySearch(starts, entry);
        index = index < 0 ? -index - 2 : index;
        if (index < 0) {
            throw MalformedElf.because("a reference leads out of all units");
        }
        Unit known = units.get(starts[index]);
        if (known == null) {
            known = Unit.read(UnitHeader.read(sections.info(), starts[index]), sections, abbreviations);
            if (units.size() < 64) {
                units.put(starts[index], known);
            }
        }
        if (entry < known.header.entries() || entry >= known.header.end()) {
            throw MalformedElf.because("a reference leads between two units");
        }
        return known;
    }
}
