package dev.spanflame.proto.edge;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.BackendException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Proto3 JSON as Connect and Tempo speak it: 64-bit numbers as text, defaults left out, lowerCamelCase names.
///
/// On input both field namings are accepted and unknown fields and enum names are ignored.
public final class ProtoJson {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private static final Map<Descriptor, Optional<WireJson>> FORMS = new ConcurrentHashMap<>();

    private static final int MAX_MESSAGE = 300;

    private ProtoJson() {}

    /// Parses `json` into `builder`; throws [BackendException] of kind BAD_REQUEST.
    public static Message parse(byte[] json, Message.Builder builder) {
        try {
            PARSER.merge(new String(json, StandardCharsets.UTF_8), builder);
            return builder.build();
        } catch (InvalidProtocolBufferException e) {
            throw BackendException.badRequest(
                    "malformed_json",
                    "request is not valid JSON for "
                            + builder.getDescriptorForType().getFullName() + ": " + shortened(e.getMessage()));
        }
    }

    /// The library quotes what it refuses, at any length.
    private static String shortened(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "..." : text;
    }

    /// JSON of `message`.
    public static byte[] print(Message message) {
        try {
            return PRINTER.print(message).getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("own message cannot be printed", e);
        }
    }

    /// The same of the bytes of a message of the type of `type`, as protobuf writes them. Throws
    /// [IllegalArgumentException] where they are none.
    public static byte[] print(byte[] message, Message type) {
        Optional<WireJson> form = FORMS.computeIfAbsent(type.getDescriptorForType(), WireJson::of);
        if (form.isPresent()) {
            return form.get().print(message);
        }
        try {
            return print(type.getParserForType().parseFrom(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// The same, but lists of the message itself are there when they are empty too: `{"traces":[]}`.
    public static byte[] printWithLists(Message message) {
        StringBuilder lists = new StringBuilder("{");
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated() && !field.isMapField() && message.getRepeatedFieldCount(field) == 0) {
                lists.append('"').append(field.getJsonName()).append("\":[],");
            }
        }
        byte[] json = print(message);
        if (lists.length() == 1) {
            return json;
        }
        String rest = new String(json, 1, json.length - 1, StandardCharsets.UTF_8);
        if (rest.equals("}")) {
            lists.setLength(lists.length() - 1);
        }
        return lists.append(rest).toString().getBytes(StandardCharsets.UTF_8);
    }
}
