package dev.spanflame.proto.symbols.dwarf;

import dev.spanflame.proto.symbols.elf.BinaryReader;

/// Runs a line number program (DWARF 5, sections 6.2.2 and 6.2.5) and notes file and line of the wanted
/// addresses.
final class LineProgram {
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;
    private static final int DEFINE_FILE = 3;

    private final BinaryReader in;
    private final LineHeader header;
    private final Wanted wanted;
    private final long[] files;
    private final long[] lines;
    private long address;
    private long operation;
    private long file;
    private long line;
    private boolean open;
    private long lastAddress;
    private long lastFile;
    private long lastLine;

    /// Notes the number of the file and the line of each wanted address; a line of 0 is unknown.
    LineProgram(BinaryReader in, LineHeader header, Wanted wanted, long[] files, long[] lines) {
        this.in = in;
        this.header = header;
        this.wanted = wanted;
        this.files = files;
        this.lines = lines;
    }

    void run() {
        in.moveTo(header.program).limit(header.end);
        reset();
        while (in.hasMore()) {
            int opcode = in.u8();
            if (opcode >= header.opcodeBase) {
                int adjusted = opcode - header.opcodeBase;
                advance(adjusted / header.lineRange);
                line += header.lineBase + adjusted % header.lineRange;
                row();
            } else if (opcode == 0) {
                extended();
            } else {
                standard(opcode);
            }
        }
    }

    private void reset() {
        address = 0;
        operation = 0;
        file = 1;
        line = 1;
        open = false;
    }

    private void advance(long operations) {
        long all = operation + operations;
        address += header.instructionLength * (all / header.operations);
        operation = all % header.operations;
    }

    private void standard(int opcode) {
        switch (opcode) {
            case COPY -> row();
            case ADVANCE_PC -> advance(in.uleb());
            case ADVANCE_LINE -> line += in.sleb();
            case SET_FILE -> file = in.uleb();
            case CONST_ADD_PC -> advance((255 - header.opcodeBase) / header.lineRange);
            case FIXED_ADVANCE_PC -> {
                address += in.u16();
                operation = 0;
            }
            default -> {
                for (int i = 0; i < header.operands[opcode]; i++) {
                    in.uleb();
                }
            }
        }
    }

    private void extended() {
        long length = in.uleb();
        long next = UnitHeader.end(in, length);
        if (length > 0) {
            switch (in.u8()) {
                case END_SEQUENCE -> {
                    row();
                    reset();
                }
                case SET_ADDRESS -> {
                    address = in.unsigned((int) Math.min(length - 1, 9));
                    operation = 0;
                }
                case DEFINE_FILE -> header.readFile();
                default -> {}
            }
        }
        in.moveTo(next).limit(header.end);
    }

    /// What the last row said holds up to this one. Hot path.
    private void row() {
        if (open && lastAddress < address) {
            int to = wanted.from(address);
            for (int i = wanted.from(lastAddress); i < to; i++) {
                files[i] = lastFile;
                lines[i] = lastLine;
            }
        }
        open = true;
        lastAddress = address;
        lastFile = file;
        lastLine = line;
    }
}
