package dev.spanflame.block.column;

/// A column that takes less memory, a quarter to an eighth of most. Immutable, safe to share.
public final class PackedColumn {
    /// So many times smaller numbers become, of those that searches ask for.
    private static final int USUALLY_SMALLER = 4;

    private final Presence presence;
    /// Packed, and never asked for an array, so that it stays so.
    private final ColumnValues values;
    private final long unpackedBytes;

    private PackedColumn(Presence presence, ColumnValues values, long unpackedBytes) {
        this.presence = presence;
        this.values = values;
        this.unpackedBytes = unpackedBytes;
    }

    /// Packs a column.
    public static PackedColumn of(ColumnData column) {
        ColumnValues values = switch (column.values()) {
            case ColumnValues.Longs longs ->
                new ColumnValues.Longs(PackedNumbers.of(longs.values(), longs.count()), longs.count());
            case ColumnValues.Texts texts ->
                new ColumnValues.Texts(PackedNumbers.ofIds(texts.ids(), texts.count()), texts.count(), texts.entries());
            case ColumnValues.Wides wides -> wides;
        };
        return new PackedColumn(column.presence(), values, column.memoryBytes());
    }

    /// The column, which is unpacked as far as it is read. For one thread.
    public ColumnData open() {
        ColumnValues opened = switch (values) {
            case ColumnValues.Longs longs -> longs.again();
            case ColumnValues.Texts texts -> texts.again();
            case ColumnValues.Wides wides -> wides;
        };
        return new ColumnData(presence, opened);
    }

    /// The column as it was, safe to share; holds nothing of this.
    public ColumnData unpack() {
        return new ColumnData(presence, values.slice(0, presence.count()));
    }

    /// What a column will take more or less when it is packed, in bytes.
    public static long estimate(ColumnData column) {
        return switch (column.values()) {
            case ColumnValues.Longs _ -> column.memoryBytes() / USUALLY_SMALLER;
            case ColumnValues.Texts texts -> {
                long entries = texts.entries().memoryBytes();
                yield entries + (column.memoryBytes() - entries) / USUALLY_SMALLER;
            }
            case ColumnValues.Wides _ -> column.memoryBytes();
        };
    }

    /// Heap that it took before, in bytes.
    public long unpackedBytes() {
        return unpackedBytes;
    }

    /// Heap that it takes, in bytes; entries of texts are counted in full, even if others share them.
    public long memoryBytes() {
        return presence.memoryBytes() + values.memoryBytes();
    }
}
