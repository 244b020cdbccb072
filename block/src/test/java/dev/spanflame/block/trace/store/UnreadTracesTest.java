package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who asks for spans alone does not have the table of traces read: that of this block is not there any more.
final class UnreadTracesTest {
    @TempDir
    Path folder;

    private SpanPartition partition;

    @BeforeEach
    void openBlockWithoutTraces() throws IOException {
        BlockFixture fixture = BlockFixture.inFiles(folder, GroupLimits.DEFAULT);
        BlockMeta meta = fixture.blocks()
                .write(List.of(SpanFixtures.runOf(SpanFixtures.randomRequests(5, 20))), fixture.target());
        Files.delete(fixture.folder(meta).resolve(BlockTable.TRACES.object()));
        partition = BlockFixture.partitions(fixture.blocks().open(meta)).get(0);
    }

    @Test
    void namesAndColumnsOfSpansAreRead() {
        Column names = partition.column(Field.Intrinsic.NAME);
        RowSet present = new RowSet(partition.rowCount());
        names.present(RowSet.all(partition.rowCount()), present);
        assertThat(partition.attributes()).isNotEmpty();
        assertThat(present.isEmpty()).isFalse();
    }

    @Test
    void tracesCannotBe() {
        assertThatThrownBy(() -> partition.traceCount()).isInstanceOf(UncheckedIOException.class);
    }
}
