package dev.spanflame.load.crash;

import dev.spanflame.load.send.Answers;
import dev.spanflame.load.send.HttpTarget;
import dev.spanflame.load.send.Outcome;
import dev.spanflame.load.send.Payload;
import dev.spanflame.load.send.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends profiles by `push.v1.PusherService/Push`, one to three in each request.
final class ProfileSender implements Sender {
    /// Path of the method.
    static final String PUSH = "/push.v1.PusherService/Push";

    private static final int MOST_AT_ONCE = 3;
    private static final long TIMEOUT_SECONDS = 20;

    private final long seed;
    private final SplittableRandom random;
    private final List<SentProfiles> groups = new ArrayList<>();
    private @Nullable Target target;

    /// `seed` has to differ between senders.
    ProfileSender(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void connect(ServerPorts ports) {
        target = new HttpTarget(
                "http://" + ports.pyroscope() + PUSH,
                Map.of("Content-Type", "application/proto"),
                Answers::any,
                TIMEOUT_SECONDS);
    }

    @Override
    public boolean send() throws InterruptedException {
        if (groups.isEmpty() || groups.getLast().promises().sent() >= SentProfiles.FULL) {
            groups.add(new SentProfiles(Long.toHexString(seed) + "-" + groups.size(), seed + groups.size()));
        }
        SentProfiles group = groups.getLast();
        Target connected = target;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        int count = 1 + random.nextInt(MOST_AT_ONCE);
        int first = group.promises().send(count);
        Instant now = Instant.now();
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        Outcome outcome = connected.send(Payload.of(group.request(first, first + count, nanos)));
        boolean acknowledged = outcome instanceof Outcome.Accepted;
        if (acknowledged) {
            group.promises().acknowledge(first, first + count);
        }
        return acknowledged;
    }

    @Override
    public void disconnect() {
        if (target != null) {
            target.close();
            target = null;
        }
    }

    List<SentProfiles> groups() {
        return groups;
    }

    @Override
    public List<Promises> promises() {
        return groups.stream().map(SentProfiles::promises).toList();
    }
}
