package dev.spanflame.block.parquet.table;

/// How much a file may make its reader allocate. Whatever goes beyond is refused before memory is taken for it.
///
/// `footerBytes`: footer with all offset and column indexes; `pageBytes`: a page, compressed or not;
/// `dictionaryBytes`: a dictionary page, compressed or not; `columns`: of a table; `pageRows`: of a page;
/// `columnBytes`: a column read in one go.
public record ReadLimits(
        int footerBytes, int pageBytes, int dictionaryBytes, int columns, int pageRows, long columnBytes) {
    /// What [dev.spanflame.block.parquet.TableWriter] never exceeds, footers apart.
    public static final ReadLimits DEFAULT = new ReadLimits(64 << 20, 64 << 20, 16 << 20, 10_000, 1 << 20, 512L << 20);
}
