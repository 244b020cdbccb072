package dev.spanflame.proto.symbols.elf;

import dev.spanflame.proto.inflate.BoundedInflater;
import dev.spanflame.proto.inflate.ContentCoding;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/// An ELF file of 32 or 64 bits and either byte order. Not thread-safe.
///
/// Sections that are compressed, by `SHF_COMPRESSED` with zlib or zstd or in the older form `.zdebug_`,
/// are inflated when they are asked for, all of them together to no more bytes than allowed.
public final class ElfFile {
    private static final int MACHINE_ARM = 40;
    private static final int NOTE = 7;
    private static final int BUILD_ID = 3;
    private static final int ZLIB = 1;
    private static final int ZSTD = 2;
    private static final int OLD_HEADER = 12;
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    private final MemorySegment file;
    private final ElfLayout layout;
    private final Effort effort;
    private final InflateBudget budget;

    private ElfFile(MemorySegment file, long maxBytes) {
        this.file = file;
        this.effort = new Effort(file.byteSize());
        this.layout = ElfLayout.read(file, effort);
        this.budget =
                InflateBudget.alone(InflateLimits.ofBytes(Math.min(maxBytes, Integer.MAX_VALUE - 16)), file.byteSize());
    }

    /// The file in `bytes`, whose compressed sections may inflate to `maxBytes` in all.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST when the headers are not valid.
    public static ElfFile open(MemorySegment bytes, long maxBytes) {
        return new ElfFile(bytes, maxBytes);
    }

    /// What may still be spent on the file.
    public Effort effort() {
        return effort;
    }

    /// Byte order of numbers.
    public ByteOrder order() {
        return layout.order();
    }

    /// Whether addresses have 64 bits.
    public boolean wide() {
        return layout.wide();
    }

    /// Whether the lowest bit of a function's address says how it is coded and not where it is.
    boolean hasCodedAddresses() {
        return layout.machine() == MACHINE_ARM;
    }

    /// Reads the section of this name, inflated; nothing where there is none.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST or TOO_LARGE where it cannot be read.
    public BinaryReader section(String name) {
        for (ElfSection one : layout.sections()) {
            if (one.name().equals(name) && one.type() != ElfSection.NO_BITS) {
                return reader(content(one));
            }
        }
        String old = name.startsWith(".debug_") ? ".zdebug_" + name.substring(".debug_".length()) : name;
        for (ElfSection one : layout.sections()) {
            if (!old.equals(name) && one.name().equals(old)) {
                return reader(inflateOld(one));
            }
        }
        return reader(NOTHING);
    }

    /// Address of the section of this name; 0 where there is none.
    long address(String name) {
        for (ElfSection one : layout.sections()) {
            if (one.name().equals(name)) {
                return one.address();
            }
        }
        return 0;
    }

    /// Where the section of this number ends when it is loaded; 0 where that is unknown.
    long endOf(int section) {
        if (section <= 0 || section >= layout.sections().size()) {
            return 0;
        }
        ElfSection one = layout.sections().get(section);
        return one.address() + one.size();
    }

    /// The symbol table of a type, and the texts that belong to it; empty where there is none.
    Optional<BinaryReader[]> symbols(int type) {
        for (ElfSection one : layout.sections()) {
            if (one.type() == type
                    && one.link() > 0
                    && one.link() < layout.sections().size()) {
                ElfSection texts = layout.sections().get(one.link());
                if (texts.type() != ElfSection.NO_BITS) {
                    return Optional.of(new BinaryReader[] {reader(content(one)), reader(content(texts))});
                }
            }
        }
        return Optional.empty();
    }

    private BinaryReader reader(MemorySegment bytes) {
        return new BinaryReader(bytes, layout.order(), effort);
    }

    private MemorySegment content(ElfSection section) {
        MemorySegment raw = raw(section);
        return (section.flags() & ElfSection.COMPRESSED) == 0 ? raw : inflate(raw);
    }

    private MemorySegment raw(ElfSection section) {
        long size = section.size();
        long offset = section.offset();
        if (offset < 0 || size < 0 || offset > file.byteSize() || size > file.byteSize() - offset) {
            throw MalformedElf.because("section " + section.name() + " lies outside of the file");
        }
        return file.asSlice(offset, size);
    }

    private MemorySegment inflate(MemorySegment raw) {
        BinaryReader header = reader(raw);
        int type = (int) header.u32();
        header.skip(layout.wide() ? 20 : 8);
        ContentCoding coding = switch (type) {
            case ZLIB -> ContentCoding.DEFLATE;
            case ZSTD -> ContentCoding.ZSTD;
            default -> throw MalformedElf.because("a section is compressed in the unknown way " + type);
        };
        return inflate(coding, raw.asSlice(header.position()));
    }

    /// `ZLIB`, the size in eight bytes, and the stream.
    private MemorySegment inflateOld(ElfSection section) {
        MemorySegment raw = raw(section);
        if (raw.byteSize() < OLD_HEADER) {
            throw MalformedElf.because("section " + section.name() + " is too short");
        }
        return inflate(ContentCoding.DEFLATE, raw.asSlice(OLD_HEADER));
    }

    private MemorySegment inflate(ContentCoding coding, MemorySegment content) {
        byte[] bytes = content.toArray(ValueLayout.JAVA_BYTE);
        return MemorySegment.ofArray(BoundedInflater.inflate(coding, bytes, budget));
    }

    /// The GNU build id in lower-case hexadecimal.
    public Optional<String> buildId() {
        for (ElfSection one : layout.sections()) {
            if (one.type() == NOTE) {
                BinaryReader notes = reader(raw(one));
                while (notes.hasMore()) {
                    long nameSize = notes.u32();
                    long size = notes.u32();
                    int type = (int) notes.u32();
                    boolean isGnu = nameSize == 4 && notes.u32() == gnu();
                    notes.skip(isGnu ? 0 : aligned(nameSize));
                    if (isGnu && type == BUILD_ID && size <= 64) {
                        byte[] id = new byte[(int) size];
                        for (int i = 0; i < id.length; i++) {
                            id[i] = (byte) notes.u8();
                        }
                        return Optional.of(HexFormat.of().formatHex(id));
                    }
                    notes.skip(Math.min(aligned(size), notes.size() - notes.position()));
                }
            }
        }
        return Optional.empty();
    }

    private long gnu() {
        return layout.order() == ByteOrder.LITTLE_ENDIAN ? 0x00_55_4e_47 : 0x47_4e_55_00;
    }

    private static long aligned(long size) {
        return size + 3 & ~3L;
    }

    /// The address, as the linker gave it, of the byte at `offset` of the file that the program was
    /// started from.
    ///
    /// A file that holds symbols alone no longer knows its offsets; there the first address counts.
    public long addressOf(long offset) {
        long lowest = Long.MAX_VALUE;
        for (ElfLayout.Load load : layout.loads()) {
            lowest = Math.min(lowest, load.address() - load.offset());
            if (load.executable() && offset >= load.offset() && offset - load.offset() < load.fileSize()) {
                return offset - load.offset() + load.address();
            }
        }
        return lowest == Long.MAX_VALUE || lowest < 0 ? offset : offset + lowest;
    }
}
