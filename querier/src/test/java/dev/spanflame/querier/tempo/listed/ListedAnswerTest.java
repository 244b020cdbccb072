package dev.spanflame.querier.tempo.listed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ListedAnswerTest {
    private static final SearchResponse REST = SearchResponse.newBuilder()
            .setMetrics(SearchMetrics.newBuilder().setTotalBlocks(3))
            .build();

    @Test
    void theBytesAreThoseOfTheWholeMessage() throws IOException {
        List<List<String>> lists = List.of(List.of(), List.of("a"), List.of("ä \" {", "b", "c"));
        for (List<String> ids : lists) {
            for (SearchResponse rest : List.of(REST, SearchResponse.getDefaultInstance())) {
                SearchResponse.Builder whole = rest.toBuilder();
                ids.forEach(id -> whole.addTraces(trace(id)));
                ListedAnswer<String> answer = new ListedAnswer<>(rest, ids, ListedAnswerTest::trace, () -> {});

                assertThat(new String(bytes(answer.json()), StandardCharsets.UTF_8))
                        .isEqualTo(new String(ProtoJson.printWithLists(whole.build()), StandardCharsets.UTF_8));
                assertThat(bytes(answer.protobuf())).isEqualTo(whole.build().toByteArray());
            }
        }
    }

    @Test
    void elementsAreMadeWhileTheyAreWrittenAndTheCheckEndsThat() {
        AtomicInteger made = new AtomicInteger();
        ListedAnswer<String> answer = new ListedAnswer<>(
                REST,
                List.of("a", "b", "c"),
                id -> {
                    made.incrementAndGet();
                    return trace(id);
                },
                () -> {
                    if (made.get() == 2) {
                        throw new IllegalStateException("over");
                    }
                });
        HttpReply reply = answer.json();
        assertThat(made.get()).isZero();
        assertThatThrownBy(() -> bytes(reply)).isInstanceOf(IllegalStateException.class);
        assertThat(made.get()).isEqualTo(2);
    }

    private static TraceSearchMetadata trace(String id) {
        return TraceSearchMetadata.newBuilder().setTraceID(id).setDurationMs(5).build();
    }

    private static byte[] bytes(HttpReply reply) throws IOException {
        if (!(reply.body() instanceof HttpReply.Body.Streamed(HttpReply.Writer writer))) {
            throw new AssertionError("not streamed");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }
}
