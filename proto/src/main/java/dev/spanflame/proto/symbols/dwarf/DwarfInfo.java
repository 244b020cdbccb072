package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.SourceFrame;
import dev.spanflame.proto.symbols.elf.BinaryReader;
import dev.spanflame.proto.symbols.elf.ElfFile;
import dev.spanflame.proto.symbols.elf.MalformedElf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The debugging information of a file. Not thread-safe.
public final class DwarfInfo {
    private static final int MAX_UNITS = 4_000_000;

    private final Sections sections;
    private final Abbreviations abbreviations;

    /// That of `file`; empty where it has none.
    public DwarfInfo(ElfFile file) {
        this.sections = Sections.of(file);
        this.abbreviations = new Abbreviations(sections.abbreviations());
    }

    /// The functions at each of `addresses`, which are in ascending order, each once: the innermost
    /// first, none where nothing is known. A function that was not inlined may have an empty name and
    /// still a line.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for information that is not
    /// valid.
    public List<List<SourceFrame>> find(long[] addresses) {
        List<List<SourceFrame>> frames = new ArrayList<>();
        for (int i = 0; i < addresses.length; i++) {
            frames.add(List.of());
        }
        if (sections.info().size() > 0) {
            new Search(addresses, starts()).run(frames);
        }
        return frames;
    }

    private long[] starts() {
        long[] starts = new long[16];
        int count = 0;
        BinaryReader in = sections.info();
        long at = 0;
        while (at < in.size()) {
            if (count == MAX_UNITS) {
                throw MalformedElf.because("it has more than " + MAX_UNITS + " units");
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at;
            at = UnitHeader.read(in, at).end();
        }
        return Arrays.copyOf(starts, count);
    }

    /// One search.
    private final class Search {
        private final Wanted wanted;
        private final long[] starts;
        private final FunctionNames names;
        private final Ranges ranges;
        private final Calls[] calls;
        private final UnitWalk walk;
        private final BitSet open = new BitSet();

        Search(long[] addresses, long[] starts) {
            this.wanted = new Wanted(addresses);
            this.starts = starts;
            this.names = new FunctionNames(sections, abbreviations, starts);
            this.ranges = new Ranges(sections, wanted);
            this.calls = new Calls[addresses.length];
            Arrays.setAll(calls, _ -> new Calls());
            this.walk = new UnitWalk(sections, ranges, calls);
            open.set(0, addresses.length);
        }

        void run(List<List<SourceFrame>> frames) {
            for (int i = 0; i < starts.length && !open.isEmpty(); i++) {
                UnitHeader header = UnitHeader.read(sections.info(), starts[i]);
                if (header.hasCode()) {
                    Unit unit = Unit.read(header, sections, abbreviations);
                    if (unit.hasCode()) {
                        search(unit, frames);
                    }
                }
            }
        }

        private void search(Unit unit, List<List<SourceFrame>> frames) {
            BitSet covered = new BitSet();
            if (ranges.find(unit, unit.low, unit.high, unit.ranges, covered)) {
                covered.and(open);
            } else {
                covered.or(open);
            }
            if (covered.isEmpty()) {
                return;
            }
            walk.walk(unit, covered);
            long[] files = new long[wanted.size()];
            long[] lines = new long[wanted.size()];
            @Nullable LineHeader header = null;
            if (unit.statements.kind == Value.Kind.CONSTANT && sections.line().size() > 0) {
                header = new LineHeader(sections.line(), unit.statements.number, unit);
                new LineProgram(sections.line(), header, wanted, files, lines).run();
            }
            for (int i = covered.nextSetBit(0); i >= 0; i = covered.nextSetBit(i + 1)) {
                List<SourceFrame> found = frames(calls[i], header, files[i], lines[i]);
                if (!found.isEmpty()) {
                    frames.set(i, found);
                    open.clear(i);
                }
            }
        }

        private List<SourceFrame> frames(Calls at, @Nullable LineHeader header, long innerFile, long innerLine) {
            if (at.size() == 0) {
                return innerLine == 0 || header == null
                        ? List.of()
                        : List.of(new SourceFrame("", header.file(innerFile), innerLine, 0));
            }
            List<SourceFrame> frames = new ArrayList<>();
            long file = innerFile;
            long line = innerLine;
            for (int depth = at.size() - 1; depth >= 0; depth--) {
                FunctionNames.Name name = names.of(at.entry(depth));
                String path = header == null || line == 0 ? "" : header.file(file);
                frames.add(new SourceFrame(name.best(), path, line, name.line()));
                file = at.callFile(depth);
                line = at.callLine(depth);
            }
            return frames;
        }
    }
}
