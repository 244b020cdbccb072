package dev.spanflame.block.trace.store.write;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/// `meta.json`: what a block is, for people and for tools that find it without a commit log.
final class MetaJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private MetaJson() {}

    /// The document; `meta` lists all objects but this one, `counts` says how many rows have which attribute.
    static byte[] of(BlockMeta meta, BlockIndex index, Map<BlockTable, Map<AttributeKey, Long>> counts)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("format_version", meta.formatVersion());
            json.writeStringField("id", meta.id());
            json.writeStringField("tenant", meta.tenant());
            json.writeStringField("signal", meta.signal());
            json.writeNumberField("start_nanos", meta.startNanos());
            json.writeNumberField("end_nanos", meta.endNanos());
            json.writeNumberField("spans", meta.rows());
            json.writeNumberField("traces", meta.items());
            json.writeNumberField("level", meta.level());
            json.writeNumberField("created_millis", meta.createdMillis());
            json.writeArrayFieldStart("objects");
            for (BlockMeta.BlockObject object : meta.objects()) {
                json.writeStartObject();
                json.writeStringField("name", object.name());
                json.writeNumberField("size", object.size());
                json.writeNumberField("crc32c", object.crc32c() & 0xffff_ffffL);
                writeRows(json, object.name(), index);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<BlockTable, Map<AttributeKey, Long>> table : counts.entrySet()) {
                writeCounts(json, table.getKey(), table.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeRows(JsonGenerator json, String object, BlockIndex index) throws IOException {
        for (BlockTable table : BlockTable.values()) {
            TableIndex tableIndex = index.tables().get(table);
            if (table.object().equals(object) && tableIndex != null) {
                json.writeNumberField("rows", tableIndex.rows());
            }
        }
    }

    private static void writeCounts(JsonGenerator json, BlockTable table, Map<AttributeKey, Long> counts)
            throws IOException {
        json.writeArrayFieldStart(table.label());
        for (Map.Entry<AttributeKey, Long> entry : counts.entrySet()) {
            json.writeStartObject();
            json.writeStringField("key", entry.getKey().key());
            json.writeStringField("type", entry.getKey().type().label());
            json.writeNumberField("rows", entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
