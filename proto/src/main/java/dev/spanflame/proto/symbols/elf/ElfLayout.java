package dev.spanflame.proto.symbols.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Headers of a file: how it is written, its sections, and what of it is loaded where.
record ElfLayout(boolean wide, ByteOrder order, int machine, List<ElfSection> sections, List<Load> loads) {
    private static final int IDENTITY = 16;
    private static final int MAX_SECTIONS = 100_000;
    private static final int MAX_SEGMENTS = 1_000;
    private static final int LOAD = 1;
    private static final int ESCAPED = 0xffff;

    /// A piece of the file that is loaded at an address.
    record Load(long offset, long address, long fileSize, long memorySize, boolean executable) {}

    /// Where the tables are.
    private record Tables(long segments, int segmentCount, long sections, int sectionCount, int names) {}

    /// Reads the headers. Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST.
    static ElfLayout read(MemorySegment file, Effort effort) {
        if (file.byteSize() < IDENTITY + 36
                || file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0) != 0x7f454c46) {
            throw MalformedElf.because("it does not begin with the bytes 7f 45 4c 46");
        }
        int size = file.get(ValueLayout.JAVA_BYTE, 4);
        int coding = file.get(ValueLayout.JAVA_BYTE, 5);
        if (size < 1 || size > 2 || coding < 1 || coding > 2) {
            throw MalformedElf.because(
                    "its class is " + size + " and its data encoding " + coding + "; expected 1 or 2");
        }
        ByteOrder order = coding == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new Reading(new BinaryReader(file, order, effort), size == 2, order).layout();
    }

    /// One file while its headers are read.
    private record Reading(BinaryReader in, boolean wide, ByteOrder order) {
        ElfLayout layout() {
            in.moveTo(IDENTITY + 2);
            int machine = in.u16();
            Tables tables = tables();
            List<ElfSection> sections = sections(tables);
            return new ElfLayout(wide, order, machine, names(sections, tables.names()), loads(tables));
        }

        private long word() {
            return wide ? in.i64() : in.u32();
        }

        private Tables tables() {
            in.skip(4);
            word();
            long segments = word();
            long sections = word();
            in.skip(4 + 2 + 2);
            int segmentCount = in.u16();
            in.skip(2);
            int sectionCount = in.u16();
            int names = in.u16();
            if (sections == 0) {
                return new Tables(segments, segmentCount, 0, 0, 0);
            }
            // numbers that are too large for the header stand in the first section (gABI, "Section Header")
            ElfSection first = section(sections);
            return new Tables(
                    segments,
                    segmentCount,
                    sections,
                    sectionCount == 0 ? (int) Math.min(first.size(), Integer.MAX_VALUE) : sectionCount,
                    names == ESCAPED ? first.link() : names);
        }

        private List<ElfSection> sections(Tables tables) {
            if (tables.sectionCount() < 0 || tables.sectionCount() > MAX_SECTIONS) {
                throw MalformedElf.because("it has more than " + MAX_SECTIONS + " sections");
            }
            List<ElfSection> sections = new ArrayList<>();
            for (int i = 0; i < tables.sectionCount(); i++) {
                sections.add(section(tables.sections() + (long) i * (wide ? 64 : 40)));
            }
            return sections;
        }

        /// The name of a section is its offset until all of them are known.
        private ElfSection section(long offset) {
            in.moveTo(offset);
            long name = in.u32();
            int type = (int) in.u32();
            long flags = word();
            long address = word();
            long place = word();
            long size = word();
            int link = (int) in.u32();
            return new ElfSection(Long.toString(name), type, flags, address, place, size, link);
        }

        private List<ElfSection> names(List<ElfSection> sections, int table) {
            if (table <= 0 || table >= sections.size() || sections.get(table).type() == ElfSection.NO_BITS) {
                return sections.stream().map(one -> one.named("")).toList();
            }
            long names = sections.get(table).offset();
            List<ElfSection> named = new ArrayList<>();
            for (ElfSection one : sections) {
                named.add(
                        one.named(in.moveTo(names + Long.parseLong(one.name())).text()));
            }
            return named;
        }

        private List<Load> loads(Tables tables) {
            List<Load> loads = new ArrayList<>();
            for (int i = 0; i < Math.min(tables.segmentCount(), MAX_SEGMENTS); i++) {
                in.moveTo(tables.segments() + (long) i * (wide ? 56 : 32));
                int type = (int) in.u32();
                int flags = wide ? (int) in.u32() : 0;
                long offset = word();
                long address = word();
                word();
                long fileSize = word();
                long memorySize = word();
                flags = wide ? flags : (int) in.u32();
                if (type == LOAD) {
                    loads.add(new Load(offset, address, fileSize, memorySize, (flags & 1) != 0));
                }
            }
            return loads;
        }
    }
}
