package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.opentelemetry.proto.common.v1.CommonProto;
import io.opentelemetry.proto.resource.v1.ResourceProto;
import java.io.IOException;
import java.util.Set;

/// The layout of opentelemetry-proto 1.7, in which a sample names a range of its profile's locations
/// and a profile has several sample types; no generated messages exist for it.
final class OlderProfiles {
    /// Fields that no later layout has.
    private static final Set<String> MARKS = Set.of(
            "locationsStartIndex",
            "locations_start_index",
            "locationsLength",
            "locations_length",
            "timeNanos",
            "time_nanos");

    /// Each line is a message and its fields: name, number, type; `*` is a list.
    private static final String LAYOUT = """
            Request resource_profiles 1 ResourceProfiles* dictionary 2 Dictionary
            ResourceProfiles resource 1 .opentelemetry.proto.resource.v1.Resource scope_profiles 2 ScopeProfiles* \
            schema_url 3 string
            ScopeProfiles scope 1 .opentelemetry.proto.common.v1.InstrumentationScope profiles 2 Profile* \
            schema_url 3 string
            Dictionary mapping_table 1 Mapping* location_table 2 Location* function_table 3 Function* \
            link_table 4 Link* string_table 5 string* attribute_table 6 .opentelemetry.proto.common.v1.KeyValue* \
            attribute_units 7 AttributeUnit*
            AttributeUnit attribute_key_strindex 1 int32 unit_strindex 2 int32
            Mapping memory_start 1 uint64 memory_limit 2 uint64 file_offset 3 uint64 filename_strindex 4 int32 \
            attribute_indices 5 int32* has_functions 6 bool has_filenames 7 bool has_line_numbers 8 bool \
            has_inline_frames 9 bool
            Location mapping_index 1 int32 address 2 uint64 line 3 Line* is_folded 4 bool attribute_indices 5 int32*
            Line function_index 1 int32 line 2 int64 column 3 int64
            Function name_strindex 1 int32 system_name_strindex 2 int32 filename_strindex 3 int32 start_line 4 int64
            Link trace_id 1 bytes span_id 2 bytes
            ValueType type_strindex 1 int32 unit_strindex 2 int32 aggregation_temporality 3 int32
            Profile sample_type 1 ValueType* sample 2 Sample* location_indices 3 int32* time_nanos 4 int64 \
            duration_nanos 5 int64 period_type 6 ValueType period 7 int64 comment_strindices 8 int32* \
            default_sample_type_index 9 int32 profile_id 10 bytes dropped_attributes_count 11 uint32 \
            original_payload_format 12 string original_payload 13 bytes attribute_indices 14 int32*
            Sample locations_start_index 1 int32 locations_length 2 int32 value 3 int64* attribute_indices 4 int32* \
            link_index 5 int32 timestamps_unix_nano 6 uint64*
            """;

    /// The message of a request.
    static final Descriptor REQUEST = build();

    private OlderProfiles() {}

    /// Whether a request has fields of this layout.
    static boolean isIn(byte[] request) throws IOException {
        try (JsonParser json = JsonFactories.UNTRUSTED.createParser(request)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && MARKS.contains(json.currentName())) {
                    return true;
                }
            }
            return false;
        } catch (JsonProcessingException _) {
            // whoever reads it says what is wrong
            return false;
        }
    }

    private static Descriptor build() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("profiles-1.7.proto")
                .setPackage("older")
                .setSyntax("proto3")
                .addDependency(CommonProto.getDescriptor().getFullName())
                .addDependency(ResourceProto.getDescriptor().getFullName());
        for (String line : LAYOUT.strip().split("\n")) {
            String[] words = line.split(" ");
            DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(words[0]);
            for (int i = 1; i < words.length; i += 3) {
                message.addField(field(words[i], Integer.parseInt(words[i + 1]), words[i + 2]));
            }
            file.addMessageType(message);
        }
        try {
            FileDescriptor[] known = {CommonProto.getDescriptor(), ResourceProto.getDescriptor()};
            return FileDescriptor.buildFrom(file.build(), known).findMessageTypeByName("Request");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the layout is not valid", e);
        }
    }

    private static FieldDescriptorProto field(String name, int number, String type) {
        boolean isList = type.endsWith("*");
        String plain = isList ? type.substring(0, type.length() - 1) : type;
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(
                        isList ? FieldDescriptorProto.Label.LABEL_REPEATED : FieldDescriptorProto.Label.LABEL_OPTIONAL);
        return switch (plain) {
            case "int32" -> field.setType(FieldDescriptorProto.Type.TYPE_INT32).build();
            case "int64" -> field.setType(FieldDescriptorProto.Type.TYPE_INT64).build();
            case "uint32" ->
                field.setType(FieldDescriptorProto.Type.TYPE_UINT32).build();
            case "uint64" ->
                field.setType(FieldDescriptorProto.Type.TYPE_UINT64).build();
            case "bool" -> field.setType(FieldDescriptorProto.Type.TYPE_BOOL).build();
            case "bytes" -> field.setType(FieldDescriptorProto.Type.TYPE_BYTES).build();
            case "string" ->
                field.setType(FieldDescriptorProto.Type.TYPE_STRING).build();
            default ->
                field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(plain.startsWith(".") ? plain : ".older." + plain)
                        .build();
        };
    }
}
