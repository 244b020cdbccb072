package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.fetch.SpanSourceContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Spans thrown at random into live runs and blocks, some of them into several, are one source.
abstract class TraceStoreSourceContract extends SpanSourceContract {
    private static final Tenant A = new Tenant("a");
    private static final Tenant B = new Tenant("b");
    private static final TraceStoreSettings SETTINGS =
            new TraceStoreSettings(Duration.ofDays(400_00), Duration.ZERO, 1000, 20);

    private final Random random = new Random(42);

    /// A store of nothing.
    abstract TestStore emptyStore();

    @Override
    protected SpanSource source(List<Trace> traces) throws IOException {
        TestStore store = emptyStore();
        int places = 1 + random.nextInt(5);
        List<List<SpanRecord>> thrown = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            thrown.add(new ArrayList<>());
        }
        for (SpanRecord span : TestStore.records(traces)) {
            thrown.get(random.nextInt(places)).add(span);
            while (random.nextInt(4) == 0) {
                thrown.get(random.nextInt(places)).add(span);
            }
        }
        for (List<SpanRecord> place : thrown) {
            Tenant tenant = random.nextBoolean() ? A : B;
            List<Trace> spans = List.of(SpanReader.group(place));
            if (place.isEmpty() || random.nextBoolean()) {
                store.addLive(tenant, spans);
            } else {
                store.addBlock(tenant, 1 + random.nextInt(3), spans);
            }
        }
        return store.store(SETTINGS).source(List.of(A, B));
    }
}
