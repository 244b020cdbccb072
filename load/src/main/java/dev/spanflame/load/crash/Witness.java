package dev.spanflame.load.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Sends spans (OTLP over gRPC and HTTP) and profiles (push) whose content says what they are, remembers what was
/// acknowledged, and compares that with what can be read, through as many lives of a server as there are. What was not
/// acknowledged is never sent again, so it may be there once or not at all.
///
/// Used by one thread; it has threads of its own while it sends.
public final class Witness implements AutoCloseable {
    private static final int EXAMPLES = 5;

    private final Instant begin = Instant.now();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<SpanSender> spanSenders = new ArrayList<>();
    private final List<ProfileSender> profileSenders = new ArrayList<>();
    private final Findings spanFindings = new Findings();
    private final Findings profileFindings = new Findings();
    private final AtomicLong flushes = new AtomicLong();

    /// `seed` decides the content; every other sender of spans speaks HTTP, the rest gRPC.
    public Witness(long seed, int ofSpans, int ofProfiles) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ofSpans; i++) {
            spanSenders.add(new SpanSender(random.nextLong(), i % 2 == 1));
        }
        for (int i = 0; i < ofProfiles; i++) {
            profileSenders.add(new ProfileSender(random.nextLong()));
        }
    }

    /// The client that it reads with.
    HttpClient http() {
        return http;
    }

    /// Begins to send to a life of the server, and to ask for flushes at moments that `seed` decides.
    public SenderThreads send(ServerPorts ports, long seed) {
        List<Sender> senders = new ArrayList<>(spanSenders);
        senders.addAll(profileSenders);
        return SenderThreads.start(http, senders, ports, seed, flushes);
    }

    /// Compares what can be read with what was acknowledged; with `onlyNew`, of the traces and groups of profiles that
    /// something was sent to since the last look. Not while it sends.
    ///
    /// Throws [IOException] where the server refuses to answer or says that an answer is not complete.
    public void look(ServerPorts ports, boolean onlyNew) throws IOException, InterruptedException {
        Reader reader = new Reader(http, ports, begin);
        for (SpanSender sender : spanSenders) {
            for (SentTrace trace : sender.traces()) {
                if (trace.promises().takeChanged() || !onlyNew) {
                    reader.judge(trace, spanFindings);
                }
            }
        }
        for (ProfileSender sender : profileSenders) {
            for (SentProfiles group : sender.groups()) {
                if (group.promises().takeChanged() || !onlyNew) {
                    reader.judge(group, profileFindings);
                }
            }
        }
    }

    /// Asks for a flush; throws [IOException] when it is not done.
    public void flush(ServerPorts ports) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(ServerProcess.url(ports.admin(), "/flush"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("POST /flush answered " + response.statusCode() + ": " + response.body());
        }
        flushes.incrementAndGet();
    }

    /// Flushes that were answered OK.
    public long flushes() {
        return flushes.get();
    }

    /// What came of the spans so far.
    public CrashResult.Count spans() {
        return spanFindings.count(spanSenders.stream()
                .flatMap(sender -> sender.promises().stream())
                .toList());
    }

    /// What came of the profiles so far.
    public CrashResult.Count profiles() {
        return profileFindings.count(profileSenders.stream()
                .flatMap(sender -> sender.promises().stream())
                .toList());
    }

    /// Some of what was lost, doubled or altered.
    public List<String> examples() {
        List<String> examples = new ArrayList<>();
        spanFindings.addExamples(examples, EXAMPLES);
        profileFindings.addExamples(examples, EXAMPLES);
        return List.copyOf(examples);
    }

    @Override
    public void close() {
        http.close();
    }
}
