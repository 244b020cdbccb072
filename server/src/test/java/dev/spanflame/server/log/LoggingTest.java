package dev.spanflame.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.config.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoggingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger logger = Logger.getLogger("server.probe");

    @AfterEach
    void reset() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void goesOnWhenTheLoggingSystemHasTakenItsHandlerAway() {
        Logging.install(Log.Level.INFO, out);
        // as at the end of the process
        LogManager.getLogManager().reset();
        Logging.restore();
        Logging.restore();
        logger.info("server stopped");
        logger.fine("a detail");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("server stopped")
                .hasLineCount(1);
    }
}
