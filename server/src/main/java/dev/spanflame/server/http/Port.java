package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.server.edge.Admission;
import dev.spanflame.server.edge.ByteBudget;
import dev.spanflame.server.edge.Faults;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Service;
import io.netty.channel.group.ChannelGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What all connections of one listener share. Thread-safe.
final class Port {
    final String name;
    final ListenerSettings settings;
    final ByteBudget budget;
    final ChannelGroup connections;
    private final List<Service> services;
    private final AtomicInteger running = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean draining;

    Port(String name, ListenerSettings settings, ByteBudget budget, ChannelGroup connections, List<Service> services) {
        this.name = name;
        this.settings = settings;
        this.budget = budget;
        this.connections = connections;
        this.services = List.copyOf(services);
    }

    /// Finds who takes the request; the last service takes everything.
    Admission admit(RequestHead head) {
        for (Service service : services) {
            Optional<Admission> admission = service.admit(head);
            if (admission.isPresent()) {
                return admission.get();
            }
        }
        throw Faults.of(new IllegalStateException("no service takes the request"), name);
    }

    /// Counts a request in; every call is followed by one of [#leave]. The error says why it cannot run.
    Optional<BackendException> enter() {
        int now = running.incrementAndGet();
        if (draining) {
            return Optional.of(busy("stopping", "the server is stopping; retry elsewhere or later"));
        }
        if (now > settings.maxRequests()) {
            return Optional.of(busy(
                    "too_many_requests",
                    "this port already serves its limit of " + settings.maxRequests() + " requests; retry later"));
        }
        return Optional.empty();
    }

    void leave() {
        running.decrementAndGet();
        if (!draining) {
            return;
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no request is in progress, at most `nanos`.
    void awaitEmpty(long nanos) {
        long left = nanos;
        lock.lock();
        try {
            while (running.get() > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    int running() {
        return running.get();
    }

    boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    private static BackendException busy(String reason, String text) {
        return BackendException.retry(ErrorKind.UNAVAILABLE, reason, text, Duration.ofSeconds(1));
    }
}
