package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.model.Hex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Cells in a form in which all readers of a file can be compared: text, with every value in one spelling.
public final class Cells {
    /// What a row without value shows.
    public static final String NULL = "null";

    private Cells() {}

    /// All rows of a column.
    public static List<Object> all(ColumnSpec spec, ColumnData column) {
        List<Object> cells = new ArrayList<>(column.rows());
        for (int row = 0; row < column.rows(); row++) {
            cells.add(cell(spec, column, row));
        }
        return cells;
    }

    private static String cell(ColumnSpec spec, ColumnData column, int row) {
        if (!column.presence().has(row)) {
            return NULL;
        }
        int at = column.presence().rank(row);
        return switch (column.values()) {
            case ColumnValues.Longs longs -> number(spec, longs.at(at));
            case ColumnValues.Texts texts -> bytes(spec, texts.entries().copy(texts.id(at)));
            case ColumnValues.Wides(long[] highs, long[] lows, int _) -> Hex.of(highs[at]) + Hex.of(lows[at]);
        };
    }

    /// A number as its column shows it.
    public static String number(ColumnSpec spec, long value) {
        return switch (spec.type()) {
            case BOOLEAN -> value == 1 ? "true" : "false";
            case INT32, INT64 -> spec.isUnsigned() ? Long.toUnsignedString(value) : Long.toString(value);
            case DOUBLE -> decimal(Double.longBitsToDouble(value));
            case FIXED_8 -> Hex.of(value);
            case BYTE_ARRAY, FIXED_16 -> throw new IllegalArgumentException(spec.name() + " has no numbers");
        };
    }

    /// A floating-point number as its column shows it: all its bits, as each language prints it in its own way.
    public static String decimal(double value) {
        return Hex.of(Double.doubleToLongBits(value));
    }

    /// A byte string as its column shows it.
    public static String bytes(ColumnSpec spec, byte[] bytes) {
        return spec.logical() == LogicalType.STRING
                ? new String(bytes, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(bytes);
    }

    /// SHA-256 over all cells, each behind its length in UTF-8 bytes and a colon.
    public static String digest(List<Object> cells) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object cell : cells) {
                byte[] utf8 = cell.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(utf8);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
