package dev.spanflame.block.parquet;

import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.PresenceEncoder;
import dev.spanflame.block.parquet.table.ReadLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/// Makes pages: content, compressed, behind a header with its checksum. Not thread-safe.
final class PageEncoder {
    private final PageCompressor compressor;
    private final WriteOptions options;
    private final PresenceEncoder levels = new PresenceEncoder();
    private final CRC32 crc = new CRC32();
    private final ByteBuilder content = new ByteBuilder(1 << 16);
    private final ByteBuilder page = new ByteBuilder(1 << 16);
    private final OutputStream pageStream = new OutputStream() {
        @Override
        public void write(int value) {
            page.putByte(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            page.putBytes(bytes, from, length);
        }
    };

    /// The last page made: its bytes, header included, are in `bytes` until the next one is made.
    record Page(ByteBuilder bytes, int uncompressedBytes) {}

    /// Which rows of a column make a page, and the values they have.
    record Slice(Presence presence, int fromRow, int toRow, boolean optional) {
        int rows() {
            return toRow - fromRow;
        }

        int firstValue() {
            return presence.rank(fromRow);
        }

        int lastValue() {
            return presence.rank(toRow);
        }
    }

    PageEncoder(PageCompressor compressor, WriteOptions options) {
        this.compressor = compressor;
        this.options = options;
    }

    /// A dictionary page of `entries` entries.
    Page dictionary(ByteBuilder plain, int entries) throws IOException {
        PageHeader header = new PageHeader();
        header.setType(PageType.DICTIONARY_PAGE);
        header.setDictionary_page_header(new DictionaryPageHeader(entries, Encoding.PLAIN));
        return finish(header, plain, 0, 0);
    }

    /// A data page; throws [IllegalArgumentException] when it is larger than readers accept.
    Page data(Slice slice, ValueEncoder encoder) throws IOException {
        content.size(0);
        if (slice.optional) {
            levels.encode(slice.presence, slice.fromRow, slice.toRow, content);
        }
        int head = content.size();
        encoder.encode(slice.firstValue(), slice.lastValue(), content);
        if (content.size() > ReadLimits.DEFAULT.pageBytes()) {
            throw new IllegalArgumentException("a page of " + slice.rows() + " rows has " + content.size()
                    + " bytes, readers accept " + ReadLimits.DEFAULT.pageBytes());
        }
        PageHeader header = new PageHeader();
        header.setType(PageType.DATA_PAGE);
        header.setData_page_header(
                new DataPageHeader(slice.rows(), ThriftNames.encoding(encoder.encoding()), Encoding.RLE, Encoding.RLE));
        return finish(header, content, head, options.pageStream(encoder, slice.lastValue() - slice.firstValue()));
    }

    private Page finish(PageHeader header, ByteBuilder plain, int head, int stream) throws IOException {
        ByteBuilder compressed = compressor.compress(plain, head, stream);
        crc.reset();
        crc.update(compressed.array(), 0, compressed.size());
        header.setUncompressed_page_size(plain.size());
        header.setCompressed_page_size(compressed.size());
        header.setCrc((int) crc.getValue());
        page.size(0);
        Util.writePageHeader(header, pageStream);
        int headerBytes = page.size();
        page.putBytes(compressed.array(), 0, compressed.size());
        return new Page(page, headerBytes + plain.size());
    }
}
