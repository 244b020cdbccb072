package dev.spanflame.ingester.live;

import dev.spanflame.block.wal.Wal;
import dev.spanflame.block.wal.WalEntry;
import dev.spanflame.block.wal.WalStream;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The streams of all tenants for one signal, and the way into them. Thread-safe.
public final class LiveStreams<B, S extends Segment<B>> {
    private final Signal signal;
    private final LiveMemory memory;
    private final Supplier<S> maker;
    private final ConcurrentHashMap<Tenant, LiveStream<S>> streams = new ConcurrentHashMap<>();

    /// No streams yet; `maker` makes empty segments.
    public LiveStreams(Signal signal, LiveMemory memory, Supplier<S> maker) {
        this.signal = signal;
        this.memory = memory;
        this.maker = maker;
    }

    /// What the streams hold.
    public Signal signal() {
        return signal;
    }

    /// All streams.
    public Collection<LiveStream<S>> all() {
        return Collections.unmodifiableCollection(streams.values());
    }

    /// Slots of a tenant that have data, oldest first.
    public List<Slot<S>> slots(Tenant tenant) {
        @Nullable LiveStream<S> stream = streams.get(tenant);
        return stream == null ? List.of() : stream.slots();
    }

    /// The stream of a tenant.
    public LiveStream<S> of(Tenant tenant) {
        return streams.computeIfAbsent(tenant, t -> new LiveStream<>(new WalStream(t, signal), memory, maker));
    }

    /// Makes `entry` durable and `batch`, its content, visible, in this order. `estimateBytes` is the most
    /// memory it can take.
    ///
    /// Throws [dev.spanflame.model.BackendException] when it was not kept, or when it is not known to be
    /// durable.
    public void store(Wal wal, WalEntry entry, B batch, long estimateBytes) {
        memory.reserve(estimateBytes);
        long grown = 0;
        AtomicReference<@Nullable Slot<S>> entered = new AtomicReference<>();
        LiveStream<S> stream = of(entry.tenant());
        try {
            wal.append(entry, _ -> entered.set(stream.enter(System.nanoTime())));
            grown = append(entered.get(), batch);
        } finally {
            memory.settle(grown - estimateBytes);
            leave(entered.get(), grown);
        }
    }

    /// Takes back what a replay found in the log. Memory is counted, not refused.
    public void restore(Tenant tenant, B batch) {
        Slot<S> slot = of(tenant).enter(System.nanoTime());
        long grown = 0;
        try {
            grown = append(slot, batch);
        } finally {
            memory.settle(grown);
            slot.leave(grown);
        }
    }

    private static <B, S extends Segment<B>> long append(@Nullable Slot<S> slot, B batch) {
        @Nullable S segment = slot == null ? null : slot.segment();
        if (segment == null) {
            throw new IllegalStateException("a sequence number was given out without a slot");
        }
        return segment.append(batch);
    }

    private static <S extends Segment<?>> void leave(@Nullable Slot<S> slot, long grown) {
        if (slot != null) {
            slot.leave(grown);
        }
    }
}
