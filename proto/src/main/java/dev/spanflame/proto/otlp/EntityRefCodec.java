package dev.spanflame.proto.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.proto.wire.WireReader;
import dev.spanflame.proto.wire.WireWriter;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;

/// Reads and copies the `entity_refs` fields of a resource, which columns keep as wire bytes with their tags.
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

    /// Writes the entity references of the `Resource` that the cursor stands in to `out`, with valid text.
    static void copyRepaired(WireReader in, int depth, WireWriter out) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.RESOURCE_ENTITY_REFS) {
                int outer = in.enter(depth);
                int mark = out.begin(tag >>> 3);
                NestedText.copyRepaired(in, depth + 1, WireShape.ENTITY_REF, out);
                out.end(mark);
                in.leave(outer);
            } else {
                in.skip(tag, depth);
            }
        }
    }
}
