package dev.spanflame.proto.pprof;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.proto.google.v1.PprofProto;
import dev.spanflame.proto.google.v1.Profile;
import java.nio.charset.StandardCharsets;

/// Parses pprof bytes by protobuf's own parser, with bytes that are no UTF-8 replaced by U+FFFD.
final class OracleProfile {
    private static final Descriptor LENIENT = lenient();

    private OracleProfile() {}

    /// The profile, its texts mended; throws where the bytes are no protobuf.
    static Profile parse(byte[] bytes) throws InvalidProtocolBufferException {
        DynamicMessage message = DynamicMessage.parseFrom(LENIENT, bytes);
        Descriptors.FieldDescriptor texts = LENIENT.findFieldByName("string_table");
        DynamicMessage.Builder mended = message.toBuilder();
        for (int i = 0; i < message.getRepeatedFieldCount(texts); i++) {
            byte[] text = ((ByteString) message.getRepeatedField(texts, i)).toByteArray();
            mended.setRepeatedField(texts, i, ByteString.copyFromUtf8(new String(text, StandardCharsets.UTF_8)));
        }
        return Profile.parseFrom(mended.build().toByteString());
    }

    /// The format with `bytes` for `string`, so that the parser does not look at the texts.
    private static Descriptor lenient() {
        FileDescriptorProto.Builder file = PprofProto.getDescriptor().toProto().toBuilder();
        for (FieldDescriptorProto.Builder field : file.getMessageTypeBuilder(0).getFieldBuilderList()) {
            if (field.getType() == FieldDescriptorProto.Type.TYPE_STRING) {
                field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
            }
        }
        try {
            return Descriptors.FileDescriptor.buildFrom(file.build(), new Descriptors.FileDescriptor[0])
                    .findMessageTypeByName("Profile");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
