package dev.spanflame.server.log;

import dev.spanflame.server.config.Log;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/// Sends everything that is logged to one stream, in lines.
public final class Logging {
    /// Libraries and the JDK, whose details are for their own developers.
    private static final List<String> OTHERS =
            List.of("io.netty", "io.grpc", "io.prometheus", "okhttp3", "java", "javax", "jdk", "sun", "com.sun");

    /// Kept because the logging system forgets loggers that nobody holds, and their levels with them.
    private static List<Logger> held = List.of();

    /// What was installed last; the logging system itself takes its handler away when the process begins to end.
    private static @Nullable Installed installed;

    private record Installed(Log.Level level, OutputStream out, Handler handler) {}

    private Logging() {}

    /// Installs the format for `level` and above on `out`; replaces what was installed before.
    public static synchronized void install(Log.Level level, OutputStream out) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(julLevel(level));
        Handler handler = new FlushingHandler(out);
        root.addHandler(handler);
        installed = new Installed(level, out, handler);
        Level least = level == Log.Level.TRACE ? Level.FINE : Level.WARNING;
        held = OTHERS.stream().map(Logger::getLogger).toList();
        for (Logger other : held) {
            other.setLevel(least.intValue() < root.getLevel().intValue() ? root.getLevel() : least);
        }
    }

    /// Installs anew what was installed last, where it was taken away: so that the end of a process is logged too.
    public static synchronized void restore() {
        Installed last = installed;
        if (last != null && !Arrays.asList(Logger.getLogger("").getHandlers()).contains(last.handler())) {
            install(last.level(), last.out());
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
