package dev.spanflame.server.log;

import dev.spanflame.server.config.Log;
import java.io.OutputStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// Sends everything that is logged to one stream, in lines.
public final class Logging {
    /// Libraries and the JDK, whose details are for their own developers.
    private static final List<String> OTHERS =
            List.of("io.netty", "io.grpc", "io.prometheus", "okhttp3", "java", "javax", "jdk", "sun", "com.sun");

    /// Kept because the logging system forgets loggers that nobody holds, and their levels with them.
    private static List<Logger> held = List.of();

    private Logging() {}

    /// Installs the format for `level` and above on `out`; replaces what was installed before.
    public static synchronized void install(Log.Level level, OutputStream out) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(julLevel(level));
        root.addHandler(new FlushingHandler(out));
        Level least = level == Log.Level.TRACE ? Level.FINE : Level.WARNING;
        held = OTHERS.stream().map(Logger::getLogger).toList();
        for (Logger other : held) {
            other.setLevel(least.intValue() < root.getLevel().intValue() ? root.getLevel() : least);
        }
    }

    private static Level julLevel(Log.Level level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINER;
        };
    }

    /// Writes every record at once.
    private static final class FlushingHandler extends StreamHandler {
        FlushingHandler(OutputStream out) {
            super(out, new LineFormatter());
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }

        /// The stream is the process's own and stays open.
        @Override
        public synchronized void close() {
            flush();
        }
    }
}
