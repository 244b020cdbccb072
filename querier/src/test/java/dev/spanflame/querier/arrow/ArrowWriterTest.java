package dev.spanflame.querier.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArrowWriterTest {
    private static final List<ArrowField> FIELDS = List.of(
            new ArrowField("text", ArrowType.TEXT),
            new ArrowField("int", ArrowType.INT),
            new ArrowField("float", ArrowType.FLOAT),
            new ArrowField("bool", ArrowType.BOOL),
            new ArrowField("time", ArrowType.TIME),
            new ArrowField("duration", ArrowType.DURATION));
    private static final String SCHEMA = "fields text string; int int64; float double; bool bool;"
            + " time timestamp[ns, tz=UTC]; duration duration[ns]";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void everyTypeIsReadByEveryReader() throws IOException {
        ArrowWriter writer = new ArrowWriter(out, FIELDS, Map.of("status", "PARTIAL"));
        writer.text(0, "größe \"🙂\"");
        writer.whole(1, Long.MIN_VALUE);
        writer.real(2, -0.5);
        writer.bool(3, true);
        writer.time(4, 1_700_000_000_123_456_789L);
        writer.duration(5, -1_500_000L);
        writer.endRow();
        writer.endRow();
        writer.text(0, "");
        writer.bool(3, false);
        writer.endRow();
        writer.finish();

        String first = "größe \"🙂\"|-9223372036854775808|-0.5|true|1700000000123456789|-1500000";
        assertThat(ArrowReaders.read(out.toByteArray(), 10))
                .containsExactly(
                        SCHEMA,
                        "notes status=PARTIAL",
                        "batches 3",
                        "pyarrow 3",
                        first,
                        "null|null|null|null|null|null",
                        "|null|null|false|null|null",
                        "polars 3",
                        first,
                        "null|null|null|null|null|null",
                        "|null|null|false|null|null",
                        "duckdb 3",
                        first,
                        "null|null|null|null|null|null",
                        "|null|null|false|null|null");
    }

    @Test
    void aLongTableComesInBatches() throws IOException {
        ArrowWriter writer = new ArrowWriter(out, FIELDS, Map.of());
        int before = out.size();
        for (int i = 0; i < 20_000; i++) {
            if (i % 3 != 0) {
                writer.text(0, "t" + i);
                writer.whole(1, i);
                writer.bool(3, i % 2 == 0);
            }
            writer.real(2, i / 2.0);
            writer.endRow();
            if (i == ArrowWriter.MAX_ROWS - 2) {
                assertThat(out.size())
                        .as("bytes before the first batch is full")
                        .isEqualTo(before);
            }
            if (i == ArrowWriter.MAX_ROWS - 1) {
                assertThat(out.size()).as("bytes with the first batch").isGreaterThan(before);
            }
        }
        writer.finish();

        assertThat(ArrowReaders.read(out.toByteArray(), 2))
                .containsExactly(
                        SCHEMA,
                        "notes ",
                        "batches 8192 8192 3616",
                        "pyarrow 20000",
                        "null|null|0.0|null|null|null",
                        "t1|1|0.5|false|null|null",
                        "polars 20000",
                        "null|null|0.0|null|null|null",
                        "t1|1|0.5|false|null|null",
                        "duckdb 20000",
                        "null|null|0.0|null|null|null",
                        "t1|1|0.5|false|null|null");
    }

    @Test
    void longTextsMakeSmallerBatches() throws IOException {
        ArrowWriter writer = new ArrowWriter(out, List.of(new ArrowField("text", ArrowType.TEXT)), Map.of());
        String text = "x".repeat(ArrowWriter.MAX_BYTES / 2);
        for (int i = 0; i < 5; i++) {
            writer.text(0, text);
            writer.endRow();
        }
        writer.finish();

        assertThat(ArrowReaders.read(out.toByteArray(), 0))
                .containsExactly("fields text string", "notes ", "batches 2 2 1", "pyarrow 5", "polars 5", "duckdb 5");
    }

    @Test
    void aTableWithoutRowsHasItsColumns() throws IOException {
        new ArrowWriter(out, FIELDS, Map.of()).finish();

        assertThat(ArrowReaders.read(out.toByteArray(), 1))
                .containsExactly(SCHEMA, "notes ", "batches ", "pyarrow 0", "polars 0", "duckdb 0");
    }

    @Test
    void aTableWithoutItsEndIsKnownToBeIncomplete() throws IOException {
        ArrowWriter writer = new ArrowWriter(out, FIELDS, Map.of());
        for (int i = 0; i < ArrowWriter.MAX_ROWS; i++) {
            writer.endRow();
        }
        byte[] whole = out.toByteArray();
        byte[] cut = Arrays.copyOf(whole, whole.length - 100);

        assertThatThrownBy(() -> ArrowReaders.read(cut, 1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aValueOfAnotherTypeIsAMistake() throws IOException {
        ArrowWriter writer = new ArrowWriter(out, FIELDS, Map.of());

        assertThatThrownBy(() -> writer.whole(0, 1)).hasMessage("column 0 is TEXT, not INT");
    }
}
