package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;

/// Walks over a structure in Thrift's compact protocol without making objects of it, before the generated parser
/// does: that one would believe any count of list elements and follow any depth of nesting.
final class ThriftGuard {
    private static final int MAX_DEPTH = 16;
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;

    private final ByteCursor in;
    private int elementsLeft;

    private ThriftGuard(ByteCursor in, int maxElements) {
        this.in = in;
        this.elementsLeft = maxElements;
    }

    /// Moves the cursor behind the structure it stands at; throws when it is malformed, nested too deep, or has more
    /// than `maxElements` fields and list elements.
    static void skipStructure(ByteCursor in, int maxElements) throws DamagedException {
        new ThriftGuard(in, maxElements).structure(0);
    }

    private void structure(int depth) throws DamagedException {
        if (depth > MAX_DEPTH) {
            throw new DamagedException("its structures are nested more than " + MAX_DEPTH + " deep");
        }
        for (int header = in.readByte(); header != STOP; header = in.readByte()) {
            if (header >>> 4 == 0) {
                in.readVarint();
            }
            int type = header & 15;
            // The value of a truth field is its type.
            if (type != TRUE && type != FALSE) {
                value(type, depth);
            } else {
                count(1);
            }
        }
    }

    private void value(int type, int depth) throws DamagedException {
        count(1);
        switch (type) {
            case TRUE, FALSE, BYTE -> in.take(1);
            case I16, I16 + 1, I64 -> in.readVarint();
            case DOUBLE -> in.take(8);
            case BINARY -> in.take(in.readVarint());
            case LIST, SET -> list(depth);
            case STRUCT -> structure(depth + 1);
            default -> throw new DamagedException("it has a field of type " + type);
        }
    }

    private void list(int depth) throws DamagedException {
        if (depth > MAX_DEPTH) {
            throw new DamagedException("its lists are nested more than " + MAX_DEPTH + " deep");
        }
        int header = in.readByte();
        int size = header >>> 4 == 15 ? in.readCount(in.remaining()) : header >>> 4;
        for (int i = 0; i < size; i++) {
            value(header & 15, depth + 1);
        }
    }

    private void count(int elements) throws DamagedException {
        elementsLeft -= elements;
        if (elementsLeft < 0) {
            throw new DamagedException("it has too many elements");
        }
    }
}
