package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/// Takes pages of one chunk apart: header, checksum, inflating, then decoding. Not thread-safe.
final class PageReader {
    /// A page header never has more bytes.
    static final int MAX_HEADER_BYTES = 1024;

    private static final int MAX_HEADER_ELEMENTS = 200;

    private final ColumnSpec spec;
    private final ColumnEncoding encoding;
    private final Place place;
    private final ReadLimits limits;
    private final CRC32 crc = new CRC32();

    PageReader(ColumnSpec spec, ColumnEncoding encoding, Place place, ReadLimits limits) {
        this.spec = spec;
        this.encoding = encoding;
        this.place = place;
        this.limits = limits;
    }

    Place place() {
        return place;
    }

    /// Adds the rows of a data page to `target`.
    void data(int page, FetchedPages.Slice bytes, int rows, ColumnBuffer target) {
        try (Inflater inflater = Inflater.borrow()) {
            if (rows > limits.pageRows()) {
                throw new DamagedException("it has " + rows + " rows, at most " + limits.pageRows() + " are read");
            }
            int headerBytes = headerBytes(bytes);
            PageHeader header = header(bytes, headerBytes, PageType.DATA_PAGE, limits.pageBytes());
            requireData(header, rows);
            target.page(content(bytes, headerBytes, header, inflater), encoding, rows);
        } catch (DamagedException e) {
            throw place.damagedPage(page, e.what());
        }
    }

    private void requireData(PageHeader header, int rows) throws DamagedException {
        DataPageHeader data = ThriftNames.required(header.getData_page_header(), "description of a data page");
        if (data.getNum_values() != rows || data.getEncoding() != ThriftNames.encoding(encoding)) {
            throw new DamagedException("its header tells of " + data.getNum_values() + " rows in encoding "
                    + data.getEncoding() + ", expected are " + rows + " in " + ThriftNames.encoding(encoding));
        }
        if (data.getDefinition_level_encoding() != Encoding.RLE) {
            throw new DamagedException("its levels are encoded as " + data.getDefinition_level_encoding());
        }
    }

    /// The values of the dictionary page.
    ColumnValues dictionary(FetchedPages.Slice bytes) {
        try (Inflater inflater = Inflater.borrow()) {
            int headerBytes = headerBytes(bytes);
            PageHeader header = header(bytes, headerBytes, PageType.DICTIONARY_PAGE, limits.dictionaryBytes());
            DictionaryPageHeader dictionary =
                    ThriftNames.required(header.getDictionary_page_header(), "description of a dictionary page");
            int entries = dictionary.getNum_values();
            if (dictionary.getEncoding() != Encoding.PLAIN
                    || entries < 1
                    || entries
                            > header.getUncompressed_page_size() / spec.type().width()) {
                throw new DamagedException("its header tells of " + entries + " entries in encoding "
                        + dictionary.getEncoding() + " in " + header.getUncompressed_page_size() + " bytes");
            }
            ColumnBuffer target = new ColumnBuffer(spec, place, limits);
            target.values(content(bytes, headerBytes, header, inflater), entries);
            return target.toColumn().values();
        } catch (DamagedException e) {
            throw place.damagedDictionary(e.what());
        }
    }

    private static int headerBytes(FetchedPages.Slice bytes) throws DamagedException {
        int window = Math.min(bytes.length(), MAX_HEADER_BYTES);
        byte[] padded = Arrays.copyOfRange(bytes.bytes(), bytes.from(), bytes.from() + window + ByteCursor.SPARE);
        ByteCursor cursor = new ByteCursor(padded, 0, window);
        ThriftGuard.skipStructure(cursor, MAX_HEADER_ELEMENTS);
        return cursor.position();
    }

    private PageHeader header(FetchedPages.Slice bytes, int headerBytes, PageType type, int limit)
            throws DamagedException {
        PageHeader header;
        try {
            header = Util.readPageHeader(new ByteArrayInputStream(bytes.bytes(), bytes.from(), headerBytes));
        } catch (IOException | InvalidParquetMetadataException e) {
            throw new DamagedException("its header cannot be read: " + e.getMessage());
        }
        if (header.getType() != type || !header.isSetCrc()) {
            throw new DamagedException(
                    "its header tells of a " + header.getType() + (header.isSetCrc() ? "" : " without checksum"));
        }
        int compressed = header.getCompressed_page_size();
        if (compressed != bytes.length() - headerBytes || compressed > limit) {
            throw new DamagedException("its header tells of " + compressed + " bytes, it has "
                    + (bytes.length() - headerBytes) + ", at most " + limit + " are read");
        }
        int plain = header.getUncompressed_page_size();
        if (plain < 0 || plain > limit) {
            throw new DamagedException(
                    "its header tells of " + plain + " bytes to inflate to, at most " + limit + " are read");
        }
        return header;
    }

    private ByteCursor content(FetchedPages.Slice bytes, int headerBytes, PageHeader header, Inflater inflater)
            throws DamagedException {
        FetchedPages.Slice compressed =
                new FetchedPages.Slice(bytes.bytes(), bytes.from() + headerBytes, bytes.length() - headerBytes);
        crc.reset();
        crc.update(compressed.bytes(), compressed.from(), compressed.length());
        if ((int) crc.getValue() != header.getCrc()) {
            throw new DamagedException("its checksum is wrong");
        }
        return inflater.inflate(compressed, header.getUncompressed_page_size());
    }
}
