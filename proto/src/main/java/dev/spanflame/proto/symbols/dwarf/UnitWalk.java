package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import java.util.BitSet;

/// Goes through the entries of one unit and notes for each wanted address the functions that are there.
final class UnitWalk {
    private final Sections sections;
    private final Ranges ranges;
    private final Calls[] calls;
    private final Value value = new Value();
    private final Value low = new Value();
    private final Value high = new Value();
    private final Value list = new Value();
    private final BitSet found = new BitSet();
    private long sibling;
    private long callFile;
    private long callLine;

    /// Notes into `calls`, one for each wanted address; those that are not empty are known already.
    UnitWalk(Sections sections, Ranges ranges, Calls[] calls) {
        this.sections = sections;
        this.ranges = ranges;
        this.calls = calls;
    }

    /// Walks `unit` for the addresses in `open`.
    void walk(Unit unit, BitSet open) {
        BinaryReader in = sections.info().moveTo(unit.header.entries()).limit(unit.header.end());
        long end = unit.header.end();
        while (in.position() < end) {
            long entry = in.position();
            long code = in.uleb();
            if (code == 0) {
                continue;
            }
            Abbreviations.Entry shape = unit.shape(code);
            boolean isFunction = shape.tag() == Dw.TAG_SUBPROGRAM || shape.tag() == Dw.TAG_INLINED;
            read(in, shape, unit);
            long next = in.position();
            if (isFunction && !note(unit, entry, shape.tag(), open) && shape.hasChildren() && sibling > next) {
                next = Math.min(sibling, end);
            }
            in.moveTo(next).limit(end);
        }
    }

    /// Hot path.
    private void read(BinaryReader in, Abbreviations.Entry shape, Unit unit) {
        low.kind = Value.Kind.NONE;
        high.kind = Value.Kind.NONE;
        list.kind = Value.Kind.NONE;
        sibling = 0;
        callFile = 0;
        callLine = 0;
        for (int i = 0; i < shape.names().length; i++) {
            value.read(in, shape.forms()[i], shape.constants()[i], unit.header);
            switch (shape.names()[i]) {
                case Dw.AT_LOW_PC -> low.copy(value);
                case Dw.AT_HIGH_PC -> high.copy(value);
                case Dw.AT_RANGES -> list.copy(value);
                case Dw.AT_SIBLING -> sibling = value.number;
                case Dw.AT_CALL_FILE -> callFile = value.number;
                case Dw.AT_CALL_LINE -> callLine = value.number;
                default -> {}
            }
        }
    }

    /// Returns false where nothing below the entry can be of interest: it says what it covers, and that
    /// is not wanted.
    private boolean note(Unit unit, long entry, int tag, BitSet open) {
        found.clear();
        boolean says = ranges.find(unit, low, high, list, found);
        found.and(open);
        for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
            if (tag == Dw.TAG_SUBPROGRAM) {
                calls[i].clear();
            }
            calls[i].add(entry, callFile, callLine);
        }
        return !says || !found.isEmpty();
    }
}
