package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Native code is unpacked when the server starts, and not when the first block is to be written.
class NativeCodeTest {
    @TempDir
    Path folder;

    @Test
    void blocks_are_written_where_no_temporary_file_can_be_made() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder, "-Djava.io.tmpdir=/proc/none")) {
            flush(server);
        }
    }

    @Test
    void what_a_process_left_that_was_killed_while_it_unpacked_is_removed() throws IOException {
        Path unpacked = Files.createDirectories(folder.resolve("data").resolve("native"));
        Path torn = Files.writeString(unpacked.resolve("libzstd-jni-1.so"), "torn");
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            flush(server);
            assertThat(torn).doesNotExist();
        }
    }

    private static void flush(SpanflameProcess server) {
        Wire.Answer taken =
                Spans.send(server, Spans.one(Spans.newTraceId(), "native", 10).toByteArray());
        assertThat(taken.status()).isEqualTo(200);
        server.flush();
    }
}
