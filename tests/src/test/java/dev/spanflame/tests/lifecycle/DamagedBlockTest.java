package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SearchTagsRequest;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.StreamingClient;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One damaged block of each signal beside a sound one.
class DamagedBlockTest {
    private static final String TOLD = "X-Spanflame-Partial";
    private static final String ONE = "1 block is damaged and left out";

    @TempDir
    Path folder;

    @Test
    void the_others_are_answered_from_and_callers_are_told() throws IOException, InterruptedException {
        List<Path> harmed;
        try (SpanflameProcess server = start()) {
            Spans.written(server, "harmed");
            harmed = indexes();
            Spans.written(server, "sound");
            assertThat(search(server).header(TOLD)).isEmpty();
            nothingIsTold(server);
            server.terminate();
        }
        assertThat(harmed).hasSize(2);
        for (Path index : harmed) {
            Files.writeString(index, "x".repeat((int) Files.size(index)), StandardCharsets.US_ASCII);
        }
        try (SpanflameProcess server = start()) {
            for (int time = 0; time < 2; time++) {
                Wire.Answer found = search(server);
                assertThat(found.text()).contains("sound").doesNotContain("harmed");
                assertThat(found.header(TOLD)).isEqualTo(ONE);
            }
            streamsTell(server);
            Wire.Answer series =
                    Wire.get(server.uri("query").resolve("/api/metrics/query_range?since=1h&q=%7B%7D%20%7C%20rate()"));
            assertThat(series.json().path("status").asText()).as(series.text()).isEqualTo("PARTIAL");
            assertThat(series.json().path("message").asText()).isEqualTo(ONE);
            Wire.Answer types = Wire.post(
                    server.uri("pyroscope").resolve(Profiles.TYPES), new byte[0], "Content-Type", "application/proto");
            assertThat(types.status()).isEqualTo(200);
            assertThat(types.header(TOLD)).isEqualTo(ONE);
            Wire.Answer web = Wire.post(
                    server.uri("pyroscope").resolve(Profiles.TYPES),
                    new byte[5],
                    "Content-Type",
                    "application/grpc-web+proto");
            assertThat(web.text())
                    .contains("process_cpu", "grpc-status: 0\r\n", TOLD.toLowerCase(Locale.ROOT) + ": " + ONE + "\r\n");
            assertThat(Profiles.flameGraph(server, "sound")).containsEntry("leaf", 7L);
            assertThat(Profiles.flameGraph(server, "harmed")).doesNotContainKey("leaf");
            assertThat(new Tempo(server).metric("spanflame_blocks_left_out")).isEqualTo(2);
        }
    }

    private static void nothingIsTold(SpanflameProcess server) {
        Wire.Answer events =
                Wire.get(server.uri("query").resolve("/api/search?q=%7B%7D"), "Accept", "text/event-stream");
        assertThat(events.text()).endsWith("event: end\ndata: {}\n\n");
    }

    private static void streamsTell(SpanflameProcess server) {
        Wire.Answer events =
                Wire.get(server.uri("query").resolve("/api/search?q=%7B%7D&limit=5"), "Accept", "text/event-stream");
        assertThat(events.text())
                .contains("sound")
                .endsWith("event: end\ndata: {\"status\":\"PARTIAL\",\"message\":\"" + ONE + "\"}\n\n");
        ManagedChannel channel = ManagedChannelBuilder.forAddress(
                        server.uri("query").getHost(), server.uri("query").getPort())
                .usePlaintext()
                .build();
        try {
            assertThat(trailer(
                            channel,
                            "Search",
                            SearchRequest.newBuilder().setQuery("{}").build(),
                            SearchResponse.getDefaultInstance()))
                    .isEqualTo(ONE);
            assertThat(trailer(
                            channel,
                            "SearchTagsV2",
                            SearchTagsRequest.getDefaultInstance(),
                            SearchTagsV2Response.getDefaultInstance()))
                    .isEqualTo(ONE);
        } finally {
            channel.shutdownNow();
        }
    }

    /// What the trailers of a call tell, empty if nothing.
    private static <Q extends Message, R extends Message> String trailer(
            ManagedChannel channel, String method, Q request, R reply) {
        AtomicReference<Metadata> head = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        List<R> messages = new ArrayList<>();
        ClientCalls.blockingServerStreamingCall(
                        ClientInterceptors.intercept(
                                channel, MetadataUtils.newCaptureMetadataInterceptor(head, trailers)),
                        StreamingClient.streaming(method, request, reply),
                        CallOptions.DEFAULT,
                        request)
                .forEachRemaining(messages::add);
        assertThat(messages).isNotEmpty();
        assertThat(head.get().keys()).doesNotContain(TOLD.toLowerCase(Locale.ROOT));
        String told = trailers.get().get(Metadata.Key.of(TOLD, Metadata.ASCII_STRING_MARSHALLER));
        return told == null ? "" : told;
    }

    private SpanflameProcess start() throws IOException {
        return SpanflameProcess.start(folder, "--compaction.enabled=false");
    }

    private static Wire.Answer search(SpanflameProcess server) {
        return Wire.get(server.uri("query").resolve("/api/search?q=%7B%7D"));
    }

    private List<Path> indexes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals("index"))
                    .toList();
        }
    }
}
