package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads and writes the `entity_refs` fields of a resource, which columns keep as wire bytes with their tags.
final class EntityRefCodec {
    private EntityRefCodec() {}

    /// Messages in `fields`. Throws [IllegalArgumentException] when these bytes did not come from here.
    static List<EntityRef> messages(byte[] fields) {
        try {
            return Resource.parseFrom(fields).getEntityRefsList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("stored entity references are damaged", e);
        }
    }

    /// Fields of `messages`.
    static byte[] fields(List<EntityRef> messages) {
        return Resource.newBuilder().addAllEntityRefs(messages).build().toByteArray();
    }

    /// Writes the entity references of the `Resource` that the cursor stands in to `out`, with valid text.
    static void copyRepaired(WireReader in, int depth, ByteArrayOutputStream out) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.RESOURCE_ENTITY_REFS) {
                int outer = in.enter(depth);
                out.writeBytes(fields(List.of(read(in, depth + 1))));
                in.leave(outer);
            } else {
                in.skip(tag, depth);
            }
        }
    }

    private static EntityRef read(WireReader in, int depth) {
        EntityRef.Builder ref = EntityRef.newBuilder();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.ENTITY_SCHEMA_URL -> ref.setSchemaUrlBytes(text(in));
                case OtlpField.ENTITY_TYPE -> ref.setTypeBytes(text(in));
                case OtlpField.ENTITY_ID_KEYS -> ref.addIdKeysBytes(text(in));
                case OtlpField.ENTITY_DESCRIPTION_KEYS -> ref.addDescriptionKeysBytes(text(in));
                default -> in.skip(tag, depth);
            }
        }
        return ref.build();
    }

    private static ByteString text(WireReader in) {
        int length = in.length();
        String text = new String(in.bytes(), in.position(), length, StandardCharsets.UTF_8);
        in.advance(length);
        return ByteString.copyFromUtf8(text);
    }
}
