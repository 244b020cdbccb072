package dev.spanflame.load.crash;

import dev.spanflame.load.send.Answers;
import dev.spanflame.load.send.GrpcTarget;
import dev.spanflame.load.send.HttpTarget;
import dev.spanflame.load.send.Outcome;
import dev.spanflame.load.send.Payload;
import dev.spanflame.load.send.Target;
import dev.spanflame.load.trace.LoadIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends spans by OTLP, over gRPC or HTTP, a few of a trace in each request.
final class SpanSender implements Sender {
    private static final int MOST_AT_ONCE = 8;
    private static final long TIMEOUT_SECONDS = 20;

    private final long seed;
    private final boolean http;
    private final SplittableRandom random;
    private final List<SentTrace> traces = new ArrayList<>();
    private @Nullable Target target;

    /// `seed` has to differ between senders.
    SpanSender(long seed, boolean http) {
        this.seed = seed;
        this.http = http;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void connect(ServerPorts ports) {
        target = http
                ? new HttpTarget(
                        "http://" + ports.otlpHttp() + "/v1/traces",
                        Map.of("Content-Type", "application/x-protobuf"),
                        Answers::traces,
                        TIMEOUT_SECONDS)
                : new GrpcTarget(
                        ports.otlpGrpc(),
                        new GrpcTarget.Method(GrpcTarget.OTLP_TRACES, false, Map.of()),
                        Answers::traces,
                        TIMEOUT_SECONDS);
    }

    @Override
    public boolean send() throws InterruptedException {
        SentTrace trace = current();
        int count = 1 + random.nextInt(MOST_AT_ONCE);
        int first = trace.promises().send(count);
        Target connected = target;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        Outcome outcome = connected.send(Payload.of(trace.request(first, first + count)));
        boolean acknowledged = outcome instanceof Outcome.Accepted accepted && accepted.rejected() == 0;
        if (acknowledged) {
            trace.promises().acknowledge(first, first + count);
        }
        return acknowledged;
    }

    private SentTrace current() {
        if (traces.isEmpty() || traces.getLast().promises().sent() >= SentTrace.FULL) {
            Instant now = Instant.now();
            long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            traces.add(new SentTrace(LoadIds.trace(seed, traces.size()), nanos));
        }
        return traces.getLast();
    }

    @Override
    public void disconnect() {
        if (target != null) {
            target.close();
            target = null;
        }
    }

    List<SentTrace> traces() {
        return traces;
    }

    @Override
    public List<Promises> promises() {
        return traces.stream().map(SentTrace::promises).toList();
    }
}
