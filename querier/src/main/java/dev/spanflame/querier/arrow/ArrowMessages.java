package dev.spanflame.querier.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/// The headers of Arrow's messages.
final class ArrowMessages {
    private static final int FIRST_BYTES = 1024;

    private ArrowMessages() {}

    /// What columns there are.
    static ByteBuffer schema(List<ArrowField> fields, Map<String, String> notes) {
        FlatBufferBuilder builder = new FlatBufferBuilder(FIRST_BYTES);
        int[] columns = new int[fields.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = field(builder, fields.get(i));
        }
        int[] pairs = new int[notes.size()];
        int next = 0;
        for (Map.Entry<String, String> note : notes.entrySet()) {
            int key = builder.createString(note.getKey());
            pairs[next++] = KeyValue.createKeyValue(builder, key, builder.createString(note.getValue()));
        }
        int fieldsAt = Schema.createFieldsVector(builder, columns);
        int notesAt = Schema.createCustomMetadataVector(builder, pairs);
        Schema.startSchema(builder);
        Schema.addEndianness(builder, Endianness.Little);
        Schema.addFields(builder, fieldsAt);
        Schema.addCustomMetadata(builder, notesAt);
        return message(builder, MessageHeader.Schema, Schema.endSchema(builder), 0);
    }

    private static int field(FlatBufferBuilder builder, ArrowField field) {
        int name = builder.createString(field.name());
        int type = type(builder, field.type());
        int children = Field.createChildrenVector(builder, new int[0]);
        Field.startField(builder);
        Field.addName(builder, name);
        Field.addNullable(builder, true);
        Field.addTypeType(builder, typeNumber(field.type()));
        Field.addType(builder, type);
        Field.addChildren(builder, children);
        return Field.endField(builder);
    }

    private static byte typeNumber(ArrowType type) {
        return switch (type) {
            case TEXT -> Type.Utf8;
            case INT -> Type.Int;
            case FLOAT -> Type.FloatingPoint;
            case BOOL -> Type.Bool;
            case TIME -> Type.Timestamp;
            case DURATION -> Type.Duration;
        };
    }

    private static int type(FlatBufferBuilder builder, ArrowType type) {
        return switch (type) {
            case TEXT -> {
                Utf8.startUtf8(builder);
                yield Utf8.endUtf8(builder);
            }
            case INT -> Int.createInt(builder, Long.SIZE, true);
            case FLOAT -> FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
            case BOOL -> {
                Bool.startBool(builder);
                yield Bool.endBool(builder);
            }
            case TIME -> Timestamp.createTimestamp(builder, TimeUnit.NANOSECOND, builder.createString("UTC"));
            case DURATION -> Duration.createDuration(builder, TimeUnit.NANOSECOND);
        };
    }

    /// Where the columns of `rows` rows lie in the body behind the header.
    static ByteBuffer batch(List<ArrowColumn> columns, int rows, ArrowBody body) {
        FlatBufferBuilder builder = new FlatBufferBuilder(FIRST_BYTES);
        // Structs of a vector are written from the last to the first.
        RecordBatch.startNodesVector(builder, columns.size());
        for (ArrowColumn column : columns.reversed()) {
            FieldNode.createFieldNode(builder, rows, column.nulls());
        }
        int nodes = builder.endVector();
        RecordBatch.startBuffersVector(builder, body.places().size());
        for (ArrowBody.Place place : body.places().reversed()) {
            Buffer.createBuffer(builder, place.offset(), place.length());
        }
        int buffers = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, buffers);
        return message(builder, MessageHeader.RecordBatch, RecordBatch.endRecordBatch(builder), body.length());
    }

    private static ByteBuffer message(FlatBufferBuilder builder, byte kind, int header, long bodyLength) {
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, kind);
        Message.addHeader(builder, header);
        Message.addBodyLength(builder, bodyLength);
        builder.finish(Message.endMessage(builder));
        return builder.dataBuffer();
    }
}
