package dev.spanflame.querier.tempo.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.spanflame.proto.tempopb.MetadataMetrics;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.proto.tempopb.SearchTagsV2Scope;
import dev.spanflame.proto.tempopb.TagValue;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TagPacketsTest {
    private static final MetadataMetrics METRICS =
            MetadataMetrics.newBuilder().setTotalBlocks(2).build();

    @Test
    void nothingIsOneMessageWithMetrics() {
        SearchTagsResponse empty =
                SearchTagsResponse.newBuilder().setMetrics(METRICS).build();
        assertThat(TagPackets.of(empty, false)).containsExactly(empty);
    }

    @Test
    void scopesGoOnInTheNextMessage() {
        List<String> names = IntStream.range(0, 3000)
                .mapToObj(i -> i + "-" + "n".repeat(500))
                .toList();
        SearchTagsV2Response whole = SearchTagsV2Response.newBuilder()
                .addScopes(SearchTagsV2Scope.newBuilder().setName("resource").addTags("service.name"))
                .addScopes(SearchTagsV2Scope.newBuilder().setName("span").addAllTags(names))
                .setMetrics(METRICS)
                .build();
        List<SearchTagsV2Response> packets = TagPackets.of(whole, false);
        assertThat(packets).hasSize(2).allSatisfy(TagPacketsTest::fits);
        assertThat(packets.getFirst().getScopes(0).getTagsList()).containsExactly("service.name");
        assertThat(packets.getFirst().getScopes(1).getName()).isEqualTo("span");
        assertThat(packets.getLast().getScopes(0).getName()).isEqualTo("span");
        assertThat(packets.getFirst().getScopes(1).getTagsCount()
                        + packets.getLast().getScopes(0).getTagsCount())
                .isEqualTo(3000);
    }

    @Test
    void theMetricsSayThatMoreValuesExist() {
        SearchTagValuesV2Response whole = SearchTagValuesV2Response.newBuilder()
                .addTagValues(TagValue.newBuilder().setType("string").setValue("a"))
                .setMetrics(METRICS)
                .build();
        assertThat(TagPackets.of(whole, true).getFirst().getMetrics().getAdditionalMetricsMap())
                .isEqualTo(Map.of("truncated", 1L));
        assertThat(TagPackets.of(whole, false)).containsExactly(whole);
    }

    private static void fits(Message message) {
        assertThat(message.getSerializedSize()).isLessThan((1 << 20) + 1_000);
    }
}
