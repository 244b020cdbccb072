package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableIndexFormat;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Measures writing and reading of the kinds of column that decide the speed of a block, in thread CPU time.
///
/// Run it as a program: it prints nanoseconds a row (best of some rounds) and CPU seconds a million rows of a table
/// like that of spans. Each [Kernel] is what a benchmark harness would call.
public final class KernelTimes {
    private static final int ROWS = 1 << 20;
    private static final int GROUP = 1 << 16;
    private static final int TRACE = 35;
    private static final int ROUNDS = 12;

    private KernelTimes() {}

    /// One measured step over [#ROWS] rows.
    private interface Kernel {
        Object run() throws IOException;
    }

    /// Prints all figures.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            for (int i = 0; i < 3; i++) measureTable();
            return;
        }
        measure("text, 1 % of rows, 50 entries", text(100, 50));
        measure("text, half of rows, 1000 entries", text(2, 1000));
        measure("text, half of rows, no entry twice", text(2, Integer.MAX_VALUE));
        measure("long, all rows, byte-stream-split", longs(random ->
                (long) Math.exp(random.nextGaussian() * 1.5 + 14)));
        measure("long, all rows, 5-bit ids", longs(random -> 1_000_003L * random.nextInt(30)));
        measure("long, all rows, 12-bit ids", longs(random -> 1_000_003L * random.nextInt(4000)));
        measureTable();
    }

    private interface LongOf {
        long next(Random random);
    }

    private static ColumnData longs(LongOf values) {
        Random random = new Random(5);
        long[] longs = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            longs[i] = values.next(random);
        }
        return ColumnData.full(new ColumnValues.Longs(longs, ROWS));
    }

    private static ColumnData text(int oneIn, int entries) {
        Random random = new Random(7);
        String[] texts = new String[Math.min(entries, ROWS / oneIn * 2)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "value-" + Integer.toHexString(random.nextInt()) + i;
        }
        long[] words = new long[Presence.words(ROWS)];
        int[] ids = new int[ROWS];
        int count = 0;
        for (int row = 0; row < ROWS; row++) {
            if (random.nextInt(oneIn) == 0) {
                words[row >>> 6] |= 1L << row;
                ids[count] = entries == Integer.MAX_VALUE ? count : random.nextInt(entries);
                count++;
            }
        }
        return new ColumnData(Presence.of(ROWS, words), new ColumnValues.Texts(ids, count, ByteStrings.of(texts)));
    }

    private static void measure(String what, ColumnData column) throws IOException {
        PhysicalType type =
                column.values() instanceof ColumnValues.Texts ? PhysicalType.BYTE_ARRAY : PhysicalType.INT64;
        LogicalType logical = type == PhysicalType.BYTE_ARRAY ? LogicalType.STRING : LogicalType.NONE;
        TableSchema schema = new TableSchema(List.of(
                new ColumnSpec("column", type, logical, !column.presence().isAll())));
        ByteArrayOutputStream file = new ByteArrayOutputStream(ROWS * 20);
        TableIndex[] index = new TableIndex[1];
        double write = best(() -> {
            file.reset();
            index[0] = write(schema, List.of(column), file);
            return index[0];
        });
        byte[] bytes = file.toByteArray();
        TableReader reader = new TableReader("column", index[0], RangeReader.of(bytes), ReadLimits.DEFAULT);
        double read = best(() -> readAll(reader));
        System.out.printf(
                "%-40s %-18s %6.2f B/row   write %6.2f ns/row   read %6.2f ns/row%n",
                what, index[0].group(0).chunk(0).encoding(), (double) bytes.length / ROWS, write / ROWS, read / ROWS);
    }

    private static void measureTable() throws IOException {
        SpanLikeTable table = new SpanLikeTable(ROWS, 3);
        ByteArrayOutputStream file = new ByteArrayOutputStream(64 << 20);
        TableIndex[] index = new TableIndex[1];
        double write = best(() -> {
            file.reset();
            index[0] = write(table.schema(), table.columns(), file);
            return index[0];
        });
        byte[] bytes = file.toByteArray();
        TableReader reader = new TableReader("spans", index[0], RangeReader.of(bytes), ReadLimits.DEFAULT);
        double read = best(() -> readAll(reader));
        Random random = new Random(1);
        double trace = best(3000, () -> readRows(reader, random.nextInt(GROUP - TRACE)));
        double open = best(() -> TableReader.open("spans", RangeReader.of(bytes), bytes.length, ReadLimits.DEFAULT));
        byte[] indexBytes = TableIndexFormat.toBytes(index[0]);
        double parse = best(() -> TableIndexFormat.parse("spans", indexBytes));
        System.out.printf(
                "spans-like table: %.2f B/row, index %.2f B/row, footer and thrift indexes %.2f B/row%n",
                (double) bytes.length / ROWS, (double) indexBytes.length / ROWS, (double) tail(index[0]) / ROWS);
        System.out.printf("  %d rows, all columns: %.2f ms%n", TRACE, trace / 1e6);
        System.out.printf(
                "  write %.3f CPU-s per million rows, read everything %.3f, open by footer %.2f ms, by index %.2f ms%n",
                write / 1e3 / ROWS, read / 1e3 / ROWS, open / 1e6, parse / 1e6);
    }

    private static long tail(TableIndex index) {
        return index.fileBytes()
                - index.groups().getLast().chunks().getLast().bytes().end();
    }

    private static TableIndex write(TableSchema schema, List<ColumnData> columns, ByteArrayOutputStream file)
            throws IOException {
        try (TableWriter writer = new TableWriter(schema, ByteSink.of(file), WriteOptions.DEFAULT)) {
            for (int row = 0; row < ROWS; row += GROUP) {
                PageBounds bounds = PageLayout.DEFAULT.bounds(schema, columns, row, row + GROUP);
                writer.writeRowGroup(columns, bounds);
            }
            return writer.finish();
        }
    }

    private static List<ColumnData> readAll(TableReader reader) throws IOException {
        List<ColumnData> read = new ArrayList<>();
        for (int group = 0; group < reader.index().groups().size(); group++) {
            for (int column = 0; column < reader.index().schema().size(); column++) {
                read.add(reader.read(group, column));
            }
        }
        return read;
    }

    /// Some neighbouring rows in all columns, planned and fetched at once.
    private static List<ColumnData> readRows(TableReader reader, int from) throws IOException {
        int group = reader.index().groups().size() / 2;
        int columns = reader.index().schema().size();
        FetchPlan plan = reader.plan();
        for (int column = 0; column < columns; column++) {
            plan.row(group, column, from).row(group, column, from + TRACE - 1);
        }
        FetchedPages fetched = reader.fetch(plan);
        List<ColumnData> read = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            read.add(reader.chunk(group, column, fetched).read(from, from + TRACE));
        }
        return read;
    }

    /// Thread CPU nanoseconds of the quickest round.
    private static double best(Kernel kernel) throws IOException {
        return best(ROUNDS, kernel);
    }

    private static double best(int rounds, Kernel kernel) throws IOException {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            if (kernel.run() == null) {
                throw new IllegalStateException("a kernel without result");
            }
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        return best;
    }
}
