package dev.spanflame.block.golden;

import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// How the tables of a store are laid out, which the compression has no part in.
final class TableText {
    private TableText() {}

    /// For each table its columns, and for each row group its rows, pages and nulls.
    static List<String> layout(GoldenStore store) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String key : store.keys()) {
            lines.add(key);
            if (key.endsWith(".parquet")) {
                add(open(store.objects(), key), lines);
            }
        }
        return lines;
    }

    /// How columns are written anywhere in the store.
    static Set<ColumnEncoding> encodings(GoldenStore store) throws IOException {
        EnumSet<ColumnEncoding> encodings = EnumSet.noneOf(ColumnEncoding.class);
        for (String key : store.keys()) {
            if (key.endsWith(".parquet")) {
                open(store.objects(), key)
                        .groups()
                        .forEach(group -> group.chunks().forEach(chunk -> encodings.add(chunk.encoding())));
            }
        }
        return encodings;
    }

    private static TableIndex open(ObjectStore store, String key) throws IOException {
        byte[] bytes = store.get(key);
        return TableReader.open(key, (from, length) -> store.range(key, from, length), bytes.length, ReadLimits.DEFAULT)
                .index();
    }

    private static void add(TableIndex table, List<String> lines) {
        for (int column = 0; column < table.schema().size(); column++) {
            ColumnSpec spec = table.schema().column(column);
            StringBuilder line = new StringBuilder("  " + spec);
            for (RowGroupIndex group : table.groups()) {
                ChunkIndex chunk = group.chunk(column);
                line.append(" | rows ").append(group.rows());
                line.append(", pages ").append(chunk.pages());
                line.append(", nulls ").append(chunk.nulls());
            }
            lines.add(line.toString());
        }
    }
}
