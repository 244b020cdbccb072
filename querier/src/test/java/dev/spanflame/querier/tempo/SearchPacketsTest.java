package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.Span;
import dev.spanflame.proto.tempopb.SpanSet;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SearchPacketsTest {
    private static final int CLIENT_LIMIT = 4 << 20;
    private static final SearchMetrics METRICS =
            SearchMetrics.newBuilder().setTotalBlocks(3).build();

    @Test
    void manyTracesAreCutIntoMessagesOfAboutAMebibyte() {
        List<TraceSearchMetadata> traces = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            traces.add(trace("t" + i, 5, 4_000));
        }
        List<SearchResponse> packets = packets(traces, METRICS);
        assertThat(packets).hasSizeBetween(10, 12).allSatisfy(packet -> {
            assertThat(packet.getMetrics()).isEqualTo(METRICS);
            assertThat(packet.getSerializedSize()).isLessThan(SearchPackets.TARGET_BYTES + 1_000);
        });
        assertThat(packets.stream()
                        .flatMap(packet -> packet.getTracesList().stream())
                        .toList())
                .isEqualTo(traces);
    }

    @Test
    void nothingIsOneMessageWithMetrics() {
        assertThat(packets(List.of(), METRICS))
                .containsExactly(SearchResponse.newBuilder().setMetrics(METRICS).build());
    }

    @Test
    void aLargeTraceShowsFewerSpansAndStillCountsThem() {
        TraceSearchMetadata large = trace("large", 1_000, 10_000);
        List<SearchResponse> packets = packets(List.of(trace("small", 1, 1), large), METRICS);
        assertThat(packets).hasSize(2);
        SearchResponse last = packets.getLast();
        assertThat(last.getSerializedSize()).isLessThan(CLIENT_LIMIT);
        TraceSearchMetadata shown = last.getTraces(0);
        assertThat(shown.getSpanSets(0).getSpansCount()).isBetween(100, 999);
        assertThat(shown.getSpanSet()).isEqualTo(shown.getSpanSets(0));
        assertThat(shown.getSpanSets(0).getMatched()).isEqualTo(1_000);
    }

    @Test
    void aSpanThatFitsNoMessageIsRefused() {
        assertThatThrownBy(() -> packets(List.of(trace("huge", 1, 5 << 20)), METRICS))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    private static List<SearchResponse> packets(List<TraceSearchMetadata> traces, SearchMetrics metrics) {
        List<SearchResponse> packets = new ArrayList<>();
        SearchPackets.of(traces, trace -> trace, metrics).forEach(packets::add);
        return packets;
    }

    private static TraceSearchMetadata trace(String id, int spans, int bytes) {
        SpanSet.Builder set = SpanSet.newBuilder().setMatched(spans);
        for (int i = 0; i < spans; i++) {
            set.addSpans(Span.newBuilder().setSpanID("s" + i).setName("n".repeat(bytes)));
        }
        return TraceSearchMetadata.newBuilder()
                .setTraceID(id)
                .addSpanSets(set)
                .setSpanSet(spans > 900 ? set : SpanSet.newBuilder())
                .build();
    }
}
