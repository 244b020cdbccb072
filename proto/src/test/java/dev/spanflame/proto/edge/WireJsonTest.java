package dev.spanflame.proto.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.querier.v1.AnalyzeQueryResponse;
import dev.spanflame.proto.querier.v1.DiffResponse;
import dev.spanflame.proto.querier.v1.SelectHeatmapResponse;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import dev.spanflame.proto.querier.v1.SelectSeriesResponse;
import dev.spanflame.proto.querier.v1.SeriesResponse;
import dev.spanflame.proto.types.v1.GetProfileStatsResponse;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WireJsonTest {
    private static final List<Message> TYPES = List.of(
            Profile.getDefaultInstance(),
            AnalyzeQueryResponse.getDefaultInstance(),
            DiffResponse.getDefaultInstance(),
            SelectHeatmapResponse.getDefaultInstance(),
            SelectMergeStacktracesRequest.getDefaultInstance(),
            SelectMergeStacktracesResponse.getDefaultInstance(),
            SelectSeriesRequest.getDefaultInstance(),
            SelectSeriesResponse.getDefaultInstance(),
            SeriesResponse.getDefaultInstance(),
            GetProfileStatsResponse.getDefaultInstance(),
            TracesData.getDefaultInstance());

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    @Test
    void printsWhatTheLibraryPrints() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            for (Message type : TYPES) {
                assertThat(WireJson.of(type.getDescriptorForType())).isPresent();
                Message message = random(type, new Random(seed), 0);
                String json = new String(ProtoJson.print(message.toByteArray(), type), StandardCharsets.UTF_8);
                assertThat(json)
                        .as(type.getDescriptorForType() + ", seed " + seed)
                        .isEqualTo(PRINTER.print(message));
            }
        }
    }

    @Test
    void printsEachCharacterAsTheLibraryDoes() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x3000; c++) {
            all.append((char) c);
        }
        all.append("\uD83D\uDD25");
        Profile message = Profile.newBuilder().addStringTable(all.toString()).build();
        String json = new String(ProtoJson.print(message.toByteArray(), message), StandardCharsets.UTF_8);
        assertThat(json).isEqualTo(PRINTER.print(message));
    }

    @Test
    void leavesTypesWithAFormOfTheirOwnToTheLibrary() throws Exception {
        dev.spanflame.proto.rpc.Status status = dev.spanflame.proto.rpc.Status.newBuilder()
                .setCode(3)
                .setMessage("no")
                .build();
        assertThat(WireJson.of(status.getDescriptorForType())).isEmpty();
        String json = new String(ProtoJson.print(status.toByteArray(), status), StandardCharsets.UTF_8);
        assertThat(json).isEqualTo(PRINTER.print(status));
    }

    @Test
    void refusesBytesThatAreNoMessage() {
        byte[] whole = random(Profile.getDefaultInstance(), new Random(1), 0).toByteArray();
        for (byte[] bytes : List.of(new byte[] {10, 100}, new byte[] {8}, new byte[] {(byte) 0xFF}, new byte[] {15})) {
            assertThatThrownBy(() -> ProtoJson.print(bytes, Profile.getDefaultInstance()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ProtoJson.print(whole, Profile.getDefaultInstance())).isNotEmpty();
    }

    private static Message random(Message type, Random random, int depth) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type.getDescriptorForType());
        for (FieldDescriptor field : type.getDescriptorForType().getFields()) {
            boolean deep = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth > 5;
            if (deep || random.nextInt(3) == 0) {
                continue;
            }
            if (field.isRepeated()) {
                for (int count = random.nextInt(4); count > 0; count--) {
                    builder.addRepeatedField(field, value(builder, field, random, depth));
                }
            } else {
                builder.setField(field, value(builder, field, random, depth));
            }
        }
        return builder.build();
    }

    private static Object value(Message.Builder builder, FieldDescriptor field, Random random, int depth) {
        return switch (field.getJavaType()) {
            case INT -> (int) number(random);
            case LONG -> number(random);
            case FLOAT -> (float) real(random);
            case DOUBLE -> real(random);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(random);
            case BYTE_STRING -> ByteString.copyFromUtf8(text(random));
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(6));
            case MESSAGE -> random(builder.newBuilderForField(field).build(), random, depth + 1);
        };
    }

    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private static double real(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> random.nextInt();
            default -> random.nextGaussian() * 1e9;
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.appendCodePoint(random.nextInt(4) == 0 ? 1 + random.nextInt(0xD000) : ' ' + random.nextInt(95));
        }
        return text.toString();
    }
}
