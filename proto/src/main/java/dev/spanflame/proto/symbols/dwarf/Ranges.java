package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.MalformedElf;
import java.util.BitSet;

/// Which of the wanted addresses an entry covers, by `low_pc` and `high_pc` or by a list of ranges
/// (DWARF 4, section 2.17.3; DWARF 5, section 2.17.3 and 7.25).
final class Ranges {
    private static final int END = 0;
    private static final int BASE_INDEX = 1;
    private static final int START_END_INDEX = 2;
    private static final int START_LENGTH_INDEX = 3;
    private static final int OFFSET_PAIR = 4;
    private static final int BASE = 5;
    private static final int START_END = 6;
    private static final int START_LENGTH = 7;

    private final Sections sections;
    private final Wanted wanted;

    Ranges(Sections sections, Wanted wanted) {
        this.sections = sections;
        this.wanted = wanted;
    }

    /// Adds the numbers of the addresses that are covered; returns whether the entry says what it
    /// covers. Hot path.
    boolean find(Unit unit, Value low, Value high, Value ranges, BitSet found) {
        switch (ranges.kind) {
            case CONSTANT -> {
                if (unit.header.version() < 5) {
                    readPairs(unit, ranges.number, found);
                } else {
                    readList(unit, ranges.number, found);
                }
                return true;
            }
            case RANGE_INDEX -> {
                readList(unit, unit.rangeList(ranges.number), found);
                return true;
            }
            default -> {}
        }
        if (low.kind == Value.Kind.NONE || high.kind == Value.Kind.NONE) {
            return false;
        }
        long from = unit.address(low);
        long to = high.kind == Value.Kind.CONSTANT ? from + high.number : unit.address(high);
        wanted.add(from, to, found);
        return true;
    }

    private void readPairs(Unit unit, long offset, BitSet found) {
        BinaryReader in = sections.ranges().moveTo(offset);
        int size = unit.header.addressSize();
        long escape = size == 8 ? -1 : 0xffff_ffffL;
        long base = unit.base();
        while (in.hasMore()) {
            long from = in.unsigned(size);
            long to = in.unsigned(size);
            if (from == 0 && to == 0) {
                return;
            }
            if (from == escape) {
                base = to;
            } else {
                wanted.add(base + from, base + to, found);
            }
        }
    }

    private void readList(Unit unit, long offset, BitSet found) {
        BinaryReader in = sections.rangeLists().moveTo(offset);
        int size = unit.header.addressSize();
        long base = unit.base();
        while (in.hasMore()) {
            int kind = in.u8();
            switch (kind) {
                case END -> {
                    return;
                }
                case BASE_INDEX -> base = unit.address(in.uleb());
                case BASE -> base = in.unsigned(size);
                case START_END_INDEX -> wanted.add(unit.address(in.uleb()), unit.address(in.uleb()), found);
                case START_LENGTH_INDEX -> addLength(unit.address(in.uleb()), in.uleb(), found);
                case OFFSET_PAIR -> wanted.add(base + in.uleb(), base + in.uleb(), found);
                case START_END -> wanted.add(in.unsigned(size), in.unsigned(size), found);
                case START_LENGTH -> addLength(in.unsigned(size), in.uleb(), found);
                default -> throw MalformedElf.because("a range list has an entry of the unknown kind " + kind);
            }
        }
    }

    private void addLength(long from, long length, BitSet found) {
        wanted.add(from, from + length, found);
    }
}
