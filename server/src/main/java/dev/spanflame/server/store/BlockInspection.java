package dev.spanflame.server.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a block holds, as lines for people: read from the footers of its tables.
final class BlockInspection {
    private final ObjectStore store;
    private final BlockMeta meta;

    BlockInspection(ObjectStore store, BlockMeta meta) {
        this.store = store;
        this.meta = meta;
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(meta.folder());
        lines.add("tenant %s, %s, level %d, format %d"
                .formatted(meta.tenant(), meta.signal(), meta.level(), meta.formatVersion()));
        lines.add("from %s to %s, written %s"
                .formatted(at(meta.startNanos()), at(meta.endNanos()), Instant.ofEpochMilli(meta.createdMillis())));
        lines.add("%d rows in %d traces or profiles, %d bytes, %s a row"
                .formatted(meta.rows(), meta.items(), meta.bytes(), share(meta.bytes())));
        for (BlockMeta.BlockObject object : meta.objects()) {
            lines.add("");
            lines.add("%s: %d bytes, %s a row of the block"
                    .formatted(object.name(), object.size(), share(object.size())));
            if (object.name().endsWith(".parquet")) {
                addColumns(object, lines);
            }
        }
        return lines;
    }

    private void addColumns(BlockMeta.BlockObject object, List<String> lines) throws IOException {
        String key = meta.key(object.name());
        TableIndex table = TableReader.open(
                        key, (offset, length) -> store.range(key, offset, length), object.size(), ReadLimits.DEFAULT)
                .index();
        lines.add("  %d rows in %d row groups"
                .formatted(table.rows(), table.groups().size()));
        lines.add("  %10s %10s %8s  %-12s %-24s %s".formatted("bytes", "plain", "nulls", "type", "encoding", "column"));
        for (int column = 0; column < table.schema().size(); column++) {
            lines.add(line(table, column));
        }
    }

    private static String line(TableIndex table, int column) {
        ColumnSpec spec = table.schema().column(column);
        long bytes = 0;
        long plain = 0;
        long nulls = 0;
        SortedSet<String> encodings = new TreeSet<>();
        for (RowGroupIndex group : table.groups()) {
            ChunkIndex chunk = group.chunk(column);
            bytes += chunk.bytes().length();
            plain += chunk.uncompressedBytes();
            nulls += chunk.nulls();
            encodings.add(chunk.encoding().name().toLowerCase(Locale.ROOT));
        }
        return "  %10d %10d %8d  %-12s %-24s %s"
                .formatted(
                        bytes,
                        plain,
                        nulls,
                        spec.type().name().toLowerCase(Locale.ROOT),
                        String.join(",", encodings),
                        spec.name());
    }

    private String share(long bytes) {
        return "%.2f".formatted(bytes / (double) Math.max(1, meta.rows()));
    }

    private static Instant at(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }
}
