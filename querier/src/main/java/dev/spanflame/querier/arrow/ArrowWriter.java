package dev.spanflame.querier.arrow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a table row by row as an Arrow IPC stream. Used by one thread.
///
/// A record batch goes out as soon as it has [#MAX_ROWS] rows or one of its columns [#MAX_BYTES] bytes, so that memory
/// stays bounded however long the table is. What is not put into a row is missing there.
public final class ArrowWriter {
    /// Rows in a batch, at most.
    public static final int MAX_ROWS = 8192;

    /// Bytes of a column by which a batch is complete.
    static final int MAX_BYTES = 8 << 20;

    private static final int CONTINUATION = -1;

    private final OutputStream out;
    private final List<ArrowColumn> columns = new ArrayList<>();
    private int rows;

    /// A table without rows; writes its schema.
    public ArrowWriter(OutputStream out, List<ArrowField> fields, Map<String, String> notes) throws IOException {
        this.out = out;
        fields.forEach(field -> columns.add(new ArrowColumn(field.type())));
        writeHeader(ArrowMessages.schema(fields, notes));
    }

    /// Puts a text into a TEXT column of the row.
    public void text(int column, String text) {
        of(column, ArrowType.TEXT).put(text);
    }

    /// Puts a number into an INT column.
    public void whole(int column, long number) {
        of(column, ArrowType.INT).put(number);
    }

    /// Puts a number into a FLOAT column.
    public void real(int column, double number) {
        of(column, ArrowType.FLOAT).put(Double.doubleToRawLongBits(number));
    }

    /// Puts a truth value into a BOOL column.
    public void bool(int column, boolean bool) {
        of(column, ArrowType.BOOL).put(bool);
    }

    /// Puts nanoseconds since the epoch into a TIME column.
    public void time(int column, long nanos) {
        of(column, ArrowType.TIME).put(nanos);
    }

    /// Puts nanoseconds into a DURATION column.
    public void duration(int column, long nanos) {
        of(column, ArrowType.DURATION).put(nanos);
    }

    /// Ends the row.
    public void endRow() throws IOException {
        int largest = 0;
        for (ArrowColumn column : columns) {
            column.endRow();
            largest = Math.max(largest, column.size());
        }
        if (++rows == MAX_ROWS || largest >= MAX_BYTES) {
            writeBatch();
        }
    }

    /// Writes the rows that wait and the mark of the end, without which a reader knows that rows are missing. `out`
    /// stays open.
    public void finish() throws IOException {
        if (rows > 0) {
            writeBatch();
        }
        writeInts(CONTINUATION, 0);
        out.flush();
    }

    private ArrowColumn of(int column, ArrowType type) {
        ArrowColumn wanted = columns.get(column);
        if (wanted.type() != type) {
            throw new IllegalArgumentException("column " + column + " is " + wanted.type() + ", not " + type);
        }
        return wanted;
    }

    private void writeBatch() throws IOException {
        ArrowBody body = new ArrowBody(columns);
        writeHeader(ArrowMessages.batch(columns, rows, body));
        body.writeTo(out);
        columns.forEach(ArrowColumn::clear);
        rows = 0;
    }

    private void writeHeader(ByteBuffer header) throws IOException {
        writeInts(CONTINUATION, header.remaining() + ArrowBody.padding(header.remaining()));
        ArrowBody.write(header, out);
    }

    private void writeInts(int first, int second) throws IOException {
        out.write(ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(first)
                .putInt(second)
                .array());
    }
}
