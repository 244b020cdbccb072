package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording of a server at work has events of all stages that say what happened there.
class FlightRecorderTest {
    private static final String PREFIX = "dev.spanflame.";
    private static final List<String> NAMES =
            List.of("WalCommit", "Flush", "Merge", "StoreRequest", "Request", "Refusal");

    @TempDir
    Path folder;

    @Test
    void every_stage_is_recorded_as_it_was() throws IOException, InterruptedException {
        List<RecordedEvent> events;
        double logged;
        double merged;
        try (SpanflameProcess server = SpanflameProcess.start(folder, "--compaction.interval=1h")) {
            start(server);
            Spans.written(server, "recorded");
            Spans.written(server, "recorded");
            assertThat(Wire.post(server.uri("admin").resolve("/compact"), new byte[0])
                            .status())
                    .isEqualTo(200);
            assertThat(new Tempo(server).search("{}")).hasSize(2);
            assertThat(Wire.get(server.uri("query").resolve("/api/search?q=%7B%21"))
                            .status())
                    .isEqualTo(400);
            logged = new Tempo(server).metric("spanflame_wal_written_bytes_total");
            merged = new Tempo(server).metric("spanflame_compaction_read_bytes_total{signal=\"traces\"");
            events = stop(server);
        }
        assertThat(named(events, "WalCommit")).allMatch(event -> event.getBoolean("synced"));
        assertThat(sum(named(events, "WalCommit"), "requests")).isEqualTo(4);
        assertThat(sum(named(events, "WalCommit"), "bytes")).isEqualTo((long) logged);
        areFlushes(named(events, "Flush"));
        RecordedEvent merge = ofTraces(named(events, "Merge")).getFirst();
        isMerge(merge, named(events, "Flush"));
        assertThat(merge.getLong("bytesRead")).isEqualTo((long) merged);
        areStoreRequests(named(events, "StoreRequest"), merge);
        areRequests(named(events, "Request"), merge);
        assertThat(named(events, "Refusal")).hasSize(1).allSatisfy(event -> {
            assertThat(event.getString("listener")).isEqualTo("query");
            assertThat(event.getString("kind")).isEqualTo("BAD_REQUEST");
            assertThat(event.getString("reason")).isNotEmpty();
        });
    }

    private static void areFlushes(List<RecordedEvent> flushes) {
        assertThat(flushes).hasSize(4).allSatisfy(event -> {
            assertThat(event.getString("tenant")).isEqualTo("anonymous");
            assertThat(event.getLong("items")).isEqualTo(1);
            assertThat(event.getLong("bytes")).isGreaterThan(1_000);
            assertThat(event.getDuration().toNanos()).isPositive();
        });
        assertThat(ofTraces(flushes)).hasSize(2).allMatch(event -> event.getLong("rows") == 1);
    }

    private static void isMerge(RecordedEvent merge, List<RecordedEvent> flushes) {
        assertThat(merge.getInt("level")).isEqualTo(1);
        assertThat(merge.getInt("blocksRead")).isEqualTo(2);
        assertThat(merge.getLong("rows")).isEqualTo(2);
        assertThat(merge.getLong("bytesRead")).isEqualTo(sum(ofTraces(flushes), "bytes"));
    }

    private static void areStoreRequests(List<RecordedEvent> requests, RecordedEvent merge) {
        List<RecordedEvent> written = requests.stream()
                .filter(event -> event.getString("key").contains(merge.getString("block")))
                .filter(event -> event.getString("operation").equals("put"))
                .toList();
        assertThat(written).allMatch(event -> event.getString("outcome").equals("ok"));
        assertThat(sum(written, "bytes")).isEqualTo(merge.getLong("bytes"));
        assertThat(requests)
                .as("the end of a log is found by looking beyond it")
                .anyMatch(event -> event.getString("outcome").equals("missing"));
    }

    private static void areRequests(List<RecordedEvent> requests, RecordedEvent merge) {
        List<RecordedEvent> searches = requests.stream()
                .filter(event -> event.getString("route").equals("/api/search"))
                .toList();
        assertThat(searches).hasSize(2);
        RecordedEvent search = searches.getFirst();
        assertThat(search.getString("listener")).isEqualTo("query");
        assertThat(search.getString("protocol")).isEqualTo("http");
        assertThat(search.getString("tenant")).isEqualTo("anonymous");
        assertThat(search.getInt("blocks")).isEqualTo(1);
        assertThat(search.getLong("blockBytes")).isEqualTo(merge.getLong("bytes"));
        assertThat(searches.getLast().getInt("blocks")).isZero();
        assertThat(requests).anyMatch(event -> event.getString("route").equals("/v1/traces"));
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(PREFIX + name))
                .toList();
    }

    private static List<RecordedEvent> ofTraces(List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getString("signal").equals("traces"))
                .toList();
    }

    private static long sum(List<RecordedEvent> events, String field) {
        return events.stream()
                .mapToLong(event -> ((Number) event.getValue(field)).longValue())
                .sum();
    }

    private void start(SpanflameProcess server) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("JFR.start", "name=test", "settings=none"));
        for (String name : NAMES) {
            command.add("+" + PREFIX + name + "#enabled=true");
            command.add("+" + PREFIX + name + "#threshold=0ms");
        }
        jcmd(server, command);
    }

    private List<RecordedEvent> stop(SpanflameProcess server) throws IOException, InterruptedException {
        Path file = folder.resolve("test.jfr");
        jcmd(server, List.of("JFR.stop", "name=test", "filename=" + file));
        List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
        events.sort(Comparator.comparing(RecordedEvent::getStartTime));
        return events;
    }

    private static void jcmd(SpanflameProcess server, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(server.pid()));
        command.addAll(words);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + output).isZero();
    }
}
