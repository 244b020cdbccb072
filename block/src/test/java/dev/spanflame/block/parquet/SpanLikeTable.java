package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Columns shaped like those of a spans table: 16 intrinsic columns and 57 attributes, 8 values of attributes a row,
/// laid out by service so that what repeats in real traces repeats here.
final class SpanLikeTable {
    private static final int SERVICES = 40;
    private static final int ATTRIBUTES = 57;

    private final Random random;
    private final int rows;
    private final int[] service;
    private final long[] trace;
    private final List<ColumnSpec> specs = new ArrayList<>();
    private final List<ColumnData> columns = new ArrayList<>();

    SpanLikeTable(int rows, long seed) {
        this.rows = rows;
        random = new Random(seed);
        service = new int[rows];
        trace = new long[rows];
        int at = 0;
        long id = 0;
        while (at < rows) {
            int size = 5 + random.nextInt(60);
            int shape = random.nextInt(12);
            for (int i = 0; i < size && at < rows; i++, at++) {
                service[at] = Math.floorMod(
                        shape * 7 + i * i * 3 + (random.nextInt(10) == 0 ? random.nextInt(5) : 0), SERVICES);
                trace[at] = id;
            }
            id++;
        }
        intrinsics();
        attributes();
    }

    TableSchema schema() {
        return new TableSchema(specs);
    }

    List<ColumnData> columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    private void intrinsics() {
        long[] start = new long[rows];
        long[] duration = new long[rows];
        long[] spanId = random.longs(rows).toArray();
        long[] high = new long[rows];
        long[] low = new long[rows];
        long[] parent = new long[rows];
        long[] subtree = new long[rows];
        long[] kind = new long[rows];
        long[] status = new long[rows];
        long[] resource = new long[rows];
        long traceStart = 1_790_000_000_000_000_000L;
        for (int i = 0; i < rows; i++) {
            boolean root = i == 0 || trace[i] != trace[i - 1];
            if (root) {
                traceStart = 1_790_000_000_000_000_000L + (random.nextLong() >>> 1) % 3_600_000_000_000L;
            }
            high[i] = mix(trace[i]);
            low[i] = mix(~trace[i]);
            start[i] = traceStart + (root ? 0 : (long) (Math.exp(random.nextGaussian() * 1.5 + 15)));
            duration[i] = (long) Math.exp(random.nextGaussian() * 1.5 + 14);
            parent[i] = root ? 0 : 1 + random.nextInt(3);
            subtree[i] = root ? 30 : random.nextInt(6);
            kind[i] = 1 + service[i] % 5;
            status[i] = random.nextInt(40) == 0 ? 2 : 0;
            resource[i] = service[i] * 3L + random.nextInt(20) / 19;
        }
        numbers("start", PhysicalType.INT64, LogicalType.TIMESTAMP_NANOS, start);
        numbers("duration", PhysicalType.INT64, LogicalType.NONE, duration);
        numbers("resource", PhysicalType.INT32, LogicalType.NONE, resource);
        texts("service_name", Presence.all(rows), SERVICES, 12, i -> service[i]);
        texts("name", Presence.all(rows), SERVICES * 8, 24, i -> service[i] * 8 + random.nextInt(16) / 5);
        numbers("kind", PhysicalType.INT32, LogicalType.NONE, kind);
        numbers("status", PhysicalType.INT32, LogicalType.NONE, status);
        specs.add(ColumnSpec.required("trace_id", PhysicalType.FIXED_16, LogicalType.NONE));
        columns.add(ColumnData.full(new ColumnValues.Wides(high, low, rows)));
        numbers("span_id", PhysicalType.FIXED_8, LogicalType.NONE, spanId);
        numbers("parent", PhysicalType.INT32, LogicalType.NONE, parent);
        numbers("subtree_size", PhysicalType.INT32, LogicalType.NONE, subtree);
        texts("status_message", everyNth(40), 30, 40, i -> random.nextInt(30));
        numbers("scope", PhysicalType.INT32, LogicalType.NONE, kind);
        long[] none = new long[rows];
        numbers("dropped_attributes", PhysicalType.INT32, LogicalType.NONE, none);
        numbers("dropped_events", PhysicalType.INT32, LogicalType.NONE, none);
        numbers("dropped_links", PhysicalType.INT32, LogicalType.NONE, none);
    }

    private void attributes() {
        for (int k = 0; k < ATTRIBUTES; k++) {
            int key = k;
            // A key is set by the services of its own subset: eight of 57 keys a row on average.
            int every = k < 45 ? 1 : 8;
            Presence presence = presence(row ->
                    Math.floorMod(service[row] * 31 + key * 17, 6) == 0 && random.nextInt(50) > 0 && row % every == 0);
            String name = "span.attribute." + k;
            if (k < 12) {
                long[] values = new long[presence.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = k < 6 ? 200 + random.nextInt(4) * 100 : random.nextInt(1 << (k + 4));
                }
                specs.add(ColumnSpec.optional(name, PhysicalType.INT64, LogicalType.NONE));
                columns.add(new ColumnData(presence, new ColumnValues.Longs(values, values.length)));
            } else if (k < 45) {
                int distinct = 2 << k % 11;
                texts(name, presence, distinct, 8 + k, i -> random.nextInt(distinct));
            } else if (k < 50) {
                texts(name, presence, 86_000, 60, i -> (int) (86_000 * Math.pow(random.nextDouble(), 3)));
            } else {
                texts(name, presence, Integer.MAX_VALUE, 36, i -> i);
            }
        }
    }

    private interface RowTest {
        boolean has(int row);
    }

    private interface IdOf {
        int id(int value);
    }

    private Presence presence(RowTest test) {
        long[] words = new long[Presence.words(rows)];
        for (int row = 0; row < rows; row++) {
            if (test.has(row)) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Presence.of(rows, words);
    }

    private Presence everyNth(int n) {
        return presence(_ -> random.nextInt(n) == 0);
    }

    private void numbers(String name, PhysicalType type, LogicalType logical, long[] values) {
        specs.add(ColumnSpec.required(name, type, logical));
        columns.add(ColumnData.full(new ColumnValues.Longs(values, rows)));
    }

    private void texts(String name, Presence presence, int distinct, int length, IdOf idOf) {
        ByteInterner interner = new ByteInterner();
        int[] ids = new int[presence.count()];
        Arrays.fill(ids, -1);
        int[] known = new int[Math.min(distinct, 1 << 20)];
        for (int i = 0; i < ids.length; i++) {
            int wanted = idOf.id(i);
            if (wanted < known.length && known[wanted] > 0) {
                ids[i] = known[wanted] - 1;
                continue;
            }
            byte[] text = text(length, wanted).getBytes(StandardCharsets.UTF_8);
            ids[i] = interner.intern(text, 0, text.length);
            if (wanted < known.length) {
                known[wanted] = ids[i] + 1;
            }
        }
        specs.add(ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING));
        columns.add(new ColumnData(presence, new ColumnValues.Texts(ids, ids.length, interner.strings())));
    }

    private String text(int length, int number) {
        StringBuilder text = new StringBuilder("/api/v1/")
                .append(Integer.toHexString(number))
                .append('-');
        while (text.length() < length) {
            text.append((char) ('a' + (number >> (text.length() % 8) & 15)));
        }
        return text.toString();
    }

    private static long mix(long value) {
        long mixed = (value + 1) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        return mixed ^ mixed >>> 27;
    }
}
