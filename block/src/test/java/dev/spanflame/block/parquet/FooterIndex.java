package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.TableIndex;

/// Compares the index that a footer gives with the one that the writer gave.
final class FooterIndex {
    private FooterIndex() {}

    /// That `footer` is `written`, but for null counts of pages where there is no column index.
    static void assertSame(TableIndex footer, TableIndex written) {
        assertThat(footer.schema()).isEqualTo(written.schema());
        assertThat(footer.fileBytes()).isEqualTo(written.fileBytes());
        assertThat(footer.metadata()).isEqualTo(written.metadata());
        assertThat(footer.groups()).hasSameSizeAs(written.groups());
        for (int group = 0; group < written.groups().size(); group++) {
            assertThat(footer.group(group).bounds())
                    .isEqualTo(written.group(group).bounds());
            for (int column = 0; column < written.schema().size(); column++) {
                assertSame(
                        footer.group(group).chunk(column), written.group(group).chunk(column));
            }
        }
    }

    private static void assertSame(ChunkIndex footer, ChunkIndex written) {
        assertThat(footer.encoding()).isEqualTo(written.encoding());
        assertThat(footer.dictionaryBytes()).isEqualTo(written.dictionaryBytes());
        assertThat(footer.nulls()).isEqualTo(written.nulls());
        assertThat(footer.uncompressedBytes()).isEqualTo(written.uncompressedBytes());
        assertThat(footer.range()).isEqualTo(written.range());
        assertThat(footer.pages()).isEqualTo(written.pages());
        for (int page = 0; page < written.pages(); page++) {
            assertThat(footer.pageBytes(page, page + 1)).isEqualTo(written.pageBytes(page, page + 1));
            assertThat(footer.nulls(page)).isIn(written.nulls(page), ChunkIndex.UNKNOWN);
        }
    }
}
