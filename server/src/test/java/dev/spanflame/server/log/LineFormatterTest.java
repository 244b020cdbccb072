package dev.spanflame.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.config.Log;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LineFormatterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        Logging.install(Log.Level.INFO, System.err);
    }

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setInstant(Instant.parse("2026-11-21T10:00:00.123456Z"));
        record.setLoggerName("ingester.flush");
        return record;
    }

    @Test
    void writesOneLine() {
        LineFormatter formatter = new LineFormatter();
        assertThat(formatter.format(record(Level.INFO, "flushed spans=3")))
                .isEqualTo("2026-11-21T10:00:00.123Z INFO  ingester.flush  flushed spans=3\n");
        assertThat(formatter.format(record(Level.SEVERE, "x"))).contains("Z ERROR ingester");
        assertThat(formatter.format(record(Level.FINE, "x"))).contains("Z DEBUG ingester");
    }

    @Test
    void escapesWhatCouldForgeALineOrSteerATerminal() {
        assertThat(new LineFormatter().format(record(Level.INFO, "a\r\n2026 INFO fake\tb\u001b[2J\u2028\u202e\u0000")))
                .endsWith("  a\\r\\n2026 INFO fake\\tb\\u001b[2J\\u2028\\u202e\\u0000\n")
                .hasLineCount(1);
    }

    @Test
    void cutsEndlessMessages() {
        assertThat(new LineFormatter().format(record(Level.INFO, "x".repeat(100_000))))
                .hasSizeLessThan(9000);
    }

    @Test
    void printsExceptionsBelowWithEscapedMessages() {
        LogRecord record = record(Level.SEVERE, "failed");
        IllegalStateException loop = new IllegalStateException("outer\nforged", new RuntimeException("inner"));
        loop.addSuppressed(new RuntimeException("aside", loop));
        record.setThrown(loop);
        String[] lines = new LineFormatter().format(record).split("\n", -1);
        assertThat(lines[1]).isEqualTo("    java.lang.IllegalStateException: outer\\nforged");
        assertThat(lines).anyMatch(line -> line.startsWith("    caused by: java.lang.RuntimeException: inner"));
        assertThat(lines).anyMatch(line -> line.startsWith("    suppressed: "));
        assertThat(lines).noneMatch(line -> line.startsWith("forged"));
    }

    @Test
    void writesFromTheLevelThatIsConfigured() {
        Logging.install(Log.Level.WARN, out);
        System.Logger log = System.getLogger("test.level");
        log.log(System.Logger.Level.INFO, "hidden");
        log.log(System.Logger.Level.WARNING, "shown count={0}", 3);
        Logging.install(Log.Level.DEBUG, out);
        log.log(System.Logger.Level.DEBUG, "detail");
        System.getLogger("io.netty.noise").log(System.Logger.Level.DEBUG, "noise");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("WARN  test.level  shown count=3\n", "DEBUG test.level  detail\n")
                .doesNotContain("hidden", "noise");
    }
}
