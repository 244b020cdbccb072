package dev.spanflame.profiler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Records window after window into a temporary file and queues each, on a thread of its own.
final class RecordingLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger("profiler");

    private final ProfilerOptions options;
    private final Recorder recorder;
    private final UploadQueue queue;
    private final Counters counters;
    private final CountDownLatch stopping = new CountDownLatch(1);
    /// Whether the last window failed, so that the log tells of a change only.
    private boolean failing;

    RecordingLoop(ProfilerOptions options, Recorder recorder, UploadQueue queue, Counters counters) {
        this.options = options;
        this.recorder = recorder;
        this.queue = queue;
        this.counters = counters;
    }

    /// Ends the window in progress; [#run] queues it and returns.
    void finish() {
        stopping.countDown();
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                last = recordsLast();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
        }
    }

    /// Records one window; whether it was the last.
    private boolean recordsLast() throws InterruptedException {
        Instant from = Instant.now();
        boolean stopped;
        try {
            Path file = Files.createTempFile("spanflame-profile", ".jfr");
            try {
                recorder.begin(file);
                try {
                    stopped = waitsForWindow(options.window());
                } finally {
                    recorder.end();
                }
                enqueue(from, Instant.now(), file);
            } finally {
                Files.deleteIfExists(file);
            }
            failing = false;
            return stopped;
        } catch (IOException e) {
            counters.failed.increment();
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "a profile could not be recorded, will go on trying", e);
                failing = true;
            }
            return waitsForWindow(options.window());
        }
    }

    private boolean waitsForWindow(Duration window) throws InterruptedException {
        return stopping.await(window.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void enqueue(Instant from, Instant until, Path file) throws IOException {
        byte[] compressed = compressed(file);
        counters.recorded.increment();
        int lost = compressed.length == 0 ? 1 : queue.add(new Upload(from, until, compressed));
        if (lost > 0) {
            counters.dropped.add(lost);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "profiles are dropped for lack of memory count=" + lost + " recording=" + Files.size(file)
                            + " bytes, allowed=" + options.maxQueuedBytes() + " bytes compressed");
        }
    }

    /// The file in gzip, or nothing when it would not fit into the queue.
    private byte[] compressed(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new FastGzip(bytes)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                if (bytes.size() > options.maxQueuedBytes()) {
                    return new byte[0];
                }
            }
        }
        return bytes.toByteArray();
    }

    /// gzip at its fastest level: a recording is compressed on a machine that has other work.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
