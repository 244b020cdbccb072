package dev.spanflame.querier.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The values of one column that wait to be written, at most [ArrowWriter#MAX_ROWS]. Used by one thread.
final class ArrowColumn {
    private static final int FIRST_BYTES = 1024;

    private final ArrowType type;
    private final byte[] valid = new byte[ArrowWriter.MAX_ROWS / Byte.SIZE];
    private ByteBuffer data = buffer(FIRST_BYTES);
    private ByteBuffer offsets = buffer(FIRST_BYTES);
    private int rows;
    private int nulls;
    private boolean given;

    ArrowColumn(ArrowType type) {
        this.type = type;
        clear();
    }

    ArrowType type() {
        return type;
    }

    /// Gives the row that is being made a value of eight bytes. Hot path.
    void put(long bits) {
        give();
        data = withRoom(data, Long.BYTES);
        data.putLong(bits);
    }

    /// Gives the row a text.
    void put(String text) {
        give();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        data = withRoom(data, bytes.length);
        data.put(bytes);
    }

    /// Gives the row a truth value.
    void put(boolean bool) {
        give();
        growBits();
        if (bool) {
            int at = rows / Byte.SIZE;
            data.put(at, (byte) (data.get(at) | 1 << rows % Byte.SIZE));
        }
    }

    private void give() {
        if (given) {
            throw new IllegalStateException("a row has two values in one column");
        }
        given = true;
        valid[rows / Byte.SIZE] |= (byte) (1 << rows % Byte.SIZE);
    }

    private void growBits() {
        while (data.position() <= rows / Byte.SIZE) {
            data = withRoom(data, 1);
            data.put((byte) 0);
        }
    }

    /// Ends the row; without a value it has none.
    void endRow() {
        if (!given) {
            nulls++;
            switch (type) {
                case INT, FLOAT, TIME, DURATION -> {
                    data = withRoom(data, Long.BYTES);
                    data.putLong(0);
                }
                case BOOL -> growBits();
                case TEXT -> {}
            }
        }
        if (type == ArrowType.TEXT) {
            offsets = withRoom(offsets, Integer.BYTES);
            offsets.putInt(data.position());
        }
        given = false;
        rows++;
    }

    /// Bytes that wait.
    int size() {
        return data.position();
    }

    int nulls() {
        return nulls;
    }

    /// The buffers as the format orders them. Without a missing value the bits of validity are left out.
    List<ByteBuffer> buffers() {
        ByteBuffer bits =
                nulls == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(valid, 0, (rows + Byte.SIZE - 1) / Byte.SIZE);
        return type == ArrowType.TEXT ? List.of(bits, written(offsets), written(data)) : List.of(bits, written(data));
    }

    /// Forgets all rows.
    void clear() {
        Arrays.fill(valid, (byte) 0);
        data.clear();
        offsets.clear();
        offsets.putInt(0);
        rows = 0;
        nulls = 0;
    }

    private static ByteBuffer written(ByteBuffer buffer) {
        return buffer.duplicate().flip();
    }

    private static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        ByteBuffer larger = buffer(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
        return larger.put(buffer.flip());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
