package dev.spanflame.load.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The threads that load one life of the server: the senders, and one that asks for flushes at random moments.
public final class SenderThreads {
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(30);
    private static final int LONGEST_PAUSE_MILLIS = 250;
    private static final long REFUSED_PAUSE_MILLIS = 5;

    private final HttpClient http;
    private final List<Sender> senders;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong flushes;
    private final CountDownLatch acknowledged = new CountDownLatch(1);
    private volatile boolean ended;

    private SenderThreads(HttpClient http, List<Sender> senders, AtomicLong flushes) {
        this.http = http;
        this.senders = senders;
        this.flushes = flushes;
    }

    /// Starts the threads; `flushes` counts the flushes that were answered OK.
    static SenderThreads start(
            HttpClient http, List<Sender> senders, ServerPorts ports, long seed, AtomicLong flushes) {
        SenderThreads started = new SenderThreads(http, senders, flushes);
        for (Sender sender : senders) {
            sender.connect(ports);
            started.threads.add(Thread.ofPlatform().name("crash-sender").start(() -> started.load(sender)));
        }
        SplittableRandom random = new SplittableRandom(seed);
        started.threads.add(Thread.ofPlatform().name("crash-flusher").start(() -> started.flush(ports, random)));
        return started;
    }

    private void load(Sender sender) {
        try {
            while (!ended) {
                if (sender.send()) {
                    acknowledged.countDown();
                } else if (!ended) {
                    TimeUnit.MILLISECONDS.sleep(REFUSED_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush(ServerPorts ports, SplittableRandom random) {
        HttpRequest request = HttpRequest.newBuilder(ServerProcess.url(ports.admin(), "/flush"))
                .timeout(FLUSH_LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            while (!ended) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    flushes.incrementAndGet();
                }
            }
        } catch (IOException _) {
            // the server was killed meanwhile, which is what this is about
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until something was acknowledged, which takes a server a while that is just warming up, but not longer
    /// than `limit`.
    public void awaitAcknowledgement(Duration limit) throws InterruptedException {
        acknowledged.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Ends the threads once each has the answer to its last request, which the end of the server is as well.
    public void end() throws InterruptedException {
        ended = true;
        // the flusher may be asleep; senders have their failures by now
        threads.getLast().interrupt();
        for (Thread thread : threads) {
            thread.join();
        }
        senders.forEach(Sender::disconnect);
    }
}
