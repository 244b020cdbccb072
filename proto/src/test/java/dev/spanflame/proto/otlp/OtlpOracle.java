package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What protobuf-java makes of a request: once by the generated parser, once by its reflective parser over the same
/// messages with `bytes` in place of `string`, which does not stop at invalid UTF-8.
final class OtlpOracle {
    private static final Descriptor UNCHECKED = unchecked();

    private OtlpOracle() {}

    /// Whether the generated parser takes these bytes.
    static boolean isAccepted(byte[] request) {
        try {
            ExportTraceServiceRequest.parseFrom(request);
            return true;
        } catch (InvalidProtocolBufferException _) {
            return false;
        }
    }

    /// The request with U+FFFD for invalid UTF-8, or nothing where the bytes are no valid protobuf.
    static Optional<ExportTraceServiceRequest> parse(byte[] request) {
        try {
            ExportTraceServiceRequest.Builder repaired = ExportTraceServiceRequest.newBuilder();
            copy(DynamicMessage.parseFrom(UNCHECKED, request), repaired);
            return Optional.of(repaired.build());
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private static void copy(Message from, Message.Builder to) {
        for (Map.Entry<FieldDescriptor, Object> entry : from.getAllFields().entrySet()) {
            FieldDescriptor field =
                    to.getDescriptorForType().findFieldByNumber(entry.getKey().getNumber());
            if (field.isRepeated()) {
                for (Object value : (List<?>) entry.getValue()) {
                    to.addRepeatedField(field, copied(field, value, to));
                }
            } else {
                to.setField(field, copied(field, entry.getValue(), to));
            }
        }
    }

    private static Object copied(FieldDescriptor field, Object value, Message.Builder owner) {
        return switch (field.getType()) {
            case MESSAGE -> {
                Message.Builder inner = owner.newBuilderForField(field);
                copy((Message) value, inner);
                yield inner.build();
            }
            case STRING -> new String(((ByteString) value).toByteArray(), StandardCharsets.UTF_8);
            case ENUM ->
                field.getEnumType().findValueByNumberCreatingIfUnknown(((EnumValueDescriptor) value).getNumber());
            default -> value;
        };
    }

    private static Descriptor unchecked() {
        return unchecked(ExportTraceServiceRequest.getDescriptor().getFile())
                .findMessageTypeByName(ExportTraceServiceRequest.getDescriptor().getName());
    }

    private static FileDescriptor unchecked(FileDescriptor file) {
        List<FileDescriptor> dependencies = new ArrayList<>();
        for (FileDescriptor dependency : file.getDependencies()) {
            dependencies.add(unchecked(dependency));
        }
        FileDescriptorProto.Builder copy = file.toProto().toBuilder();
        copy.getMessageTypeBuilderList().forEach(OtlpOracle::stringsToBytes);
        try {
            return FileDescriptor.buildFrom(copy.build(), dependencies.toArray(new FileDescriptor[0]));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stringsToBytes(com.google.protobuf.DescriptorProtos.DescriptorProto.Builder message) {
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getType() == FieldDescriptorProto.Type.TYPE_STRING) {
                field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
            }
        }
        message.getNestedTypeBuilderList().forEach(OtlpOracle::stringsToBytes);
    }
}
