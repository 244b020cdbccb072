package dev.spanflame.server.warm;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.tempo.BuildInfo;
import dev.spanflame.querier.tempo.TempoApi;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.server.warm.WarmCalls.Call;
import dev.spanflame.server.warm.WarmQueries.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stores made-up profiles and spans in memory, and asks each kind of query again and again about made-up spans and
/// profiles
/// there, so that the compiler has met the code when somebody sends or asks the first. Runs in one thread of its own
/// that gives way to requests; what it learns is of use to the whole process, so a process warms up once.
///
/// Nothing of it is visible but its time: no data of anybody is read, nothing is stored.
public final class WarmUp implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server");
    private static final AtomicBoolean DONE_ONCE = new AtomicBoolean();
    private static final long REST_MILLIS = 200;
    // Later rounds make little faster.
    private static final int ROUNDS = 12;
    private static final int PROFILE_ROUNDS = 4;
    private static final int TRACE_ROUNDS = 24;
    // A process that is busy for that long is warm by its requests.
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long RESULT_BYTES = 64 << 20;

    private final Path staging;
    private final Duration limit;
    private final OtherWork others;
    private final Meters meters;
    private final Thread thread;
    private volatile boolean closed;
    private volatile int asked;
    private volatile int stored;
    private volatile int spans;
    private long seen;
    private long awaitedNanos;

    private WarmUp(Path staging, Duration limit, OtherWork others, Meters meters) {
        this.staging = staging;
        this.limit = limit;
        this.others = others;
        this.meters = meters;
        thread = Thread.ofPlatform()
                .name("warm-up")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    /// Begins, unless this process has been warmed up or `limit`, the processor time to spend, is 0. While there is
    /// other work it waits. `staging` is a folder for files that exist for a moment.
    public static WarmUp startOnce(Path staging, Duration limit, OtherWork others, Meters meters) {
        return limit.isPositive() && DONE_ONCE.compareAndSet(false, true)
                ? start(staging, limit, others, meters)
                : new WarmUp(staging, limit, others, meters);
    }

    /// Begins.
    static WarmUp start(Path staging, Duration limit, OtherWork others, Meters meters) {
        WarmUp warmUp = new WarmUp(staging, limit, others, meters);
        warmUp.thread.start();
        return warmUp;
    }

    private void run() {
        try {
            if (awaitRest()) {
                storeProfiles();
                storeTraces();
                askAll();
                shrink();
            }
            meters.counter(
                            "spanflame_warm_up_seconds_total",
                            "Processor time that made-up profiles, spans and queries took after the start")
                    .add(spentNanos() / 1e9);
            LOG.log(
                    System.Logger.Level.INFO,
                    "warmed up profiles=" + stored + " spans=" + spans + " queries=" + asked + " cpu_millis="
                            + spentNanos() / 1_000_000);
        } catch (InterruptedException _) {
            // the process ends
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "warming up failed, first requests will be slower", e);
        }
    }

    /// Takes profiles in and makes blocks of them.
    private void storeProfiles() throws IOException, InterruptedException {
        MadeUploads profiles = new MadeUploads(staging);
        for (int round = 0; round < PROFILE_ROUNDS; round++) {
            for (int i = 0; i < MadeUploads.COUNT; i++) {
                if (!mayGoOn()) {
                    return;
                }
                profiles.store(i);
                countStored();
            }
            profiles.flush();
        }
    }

    /// Takes spans in, makes blocks of them, and merges those, until half of the time is spent.
    private void storeTraces() throws IOException, InterruptedException {
        MadeTraces traces = new MadeTraces(staging);
        for (int round = 0; round < TRACE_ROUNDS; round++) {
            for (int i = 0; i < MadeTraces.COUNT; i++) {
                if (2 * spentNanos() > limit.toNanos() || !mayGoOn()) {
                    return;
                }
                countSpans(traces.store(i));
            }
            traces.flush();
        }
    }

    private void askAll() throws IOException, InterruptedException {
        MadeSpans spans = MadeSpans.make(staging);
        List<Call> calls = WarmCalls.of(MadeProfiles.make(staging), RESULT_BYTES);
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, PATIENCE, RESULT_BYTES));
        Map<String, Route> routes = routes(spans.store(), gate);
        // a trace is asked for once, and seldom are its columns at hand
        routes.put(WarmQueries.TRACE, routes(spans.unread(), gate).get(WarmQueries.TRACE));
        try (WarmPort port = WarmPort.open(routes.values(), this::isUnwanted)) {
            for (int round = 0; round < ROUNDS; round++) {
                boolean goesOn = each(WarmQueries.of(spans, round), question -> ask(routes, question))
                        && each(calls, call -> ask(call::answer))
                        && each(WarmQueries.small(spans, round), question -> ask(port, question));
                if (!goesOn) {
                    return;
                }
            }
        }
    }

    /// Does something with each while that is of use; false once it is not.
    private <T> boolean each(List<T> all, Step<T> step) throws IOException, InterruptedException {
        for (T one : all) {
            if (!mayGoOn()) {
                return false;
            }
            step.take(one);
        }
        return true;
    }

    @FunctionalInterface
    private interface Step<T> {
        void take(T one) throws IOException;
    }

    private boolean mayGoOn() throws InterruptedException {
        return spentNanos() < limit.toNanos() && awaitRest();
    }

    private boolean isUnwanted() {
        return closed || others.isBusy();
    }

    private static Map<String, Route> routes(TraceStore store, QueryGate gate) {
        Map<String, Route> routes = new HashMap<>();
        new TempoApi(store, gate, new BuildInfo("", "", "", ""))
                .routes()
                .forEach(route -> routes.put(route.pattern(), route));
        return routes;
    }

    /// Gives back what the heap has grown by and what only the start needed, if that disturbs nobody.
    private void shrink() {
        if (!closed && !others.isBusy()) {
            HeapReturn.collect();
            PageReturn.release();
        }
    }

    /// Processor time of this thread, and the time it waited for threads that worked for it.
    private long spentNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + awaitedNanos;
    }

    // This thread alone counts.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void countAsked() {
        asked++;
    }

    // This thread alone counts.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void countStored() {
        stored++;
    }

    // This thread alone counts.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void countSpans(int more) {
        spans += more;
    }

    /// Waits until there has been no other work for a while; false when it is no use any more.
    private boolean awaitRest() throws InterruptedException {
        long begin = System.nanoTime();
        while (!closed && (others.isBusy() || others.queries() != seen)) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                return false;
            }
            seen = others.queries();
            Thread.sleep(REST_MILLIS);
        }
        return !closed;
    }

    private void ask(WarmPort port, Question question) throws IOException {
        long begin = System.nanoTime();
        try {
            int _ = port.ask(question);
            countAsked();
        } catch (SocketException _) {
            // given way: nobody is told of a call that was cancelled
        }
        awaitedNanos += System.nanoTime() - begin;
    }

    /// Asks; a request that comes meanwhile ends it.
    private void ask(Map<String, Route> routes, Question question) throws IOException {
        Route route = routes.get(question.pattern());
        if (route == null) {
            throw new IllegalStateException("no endpoint " + question.pattern());
        }
        ask(caller -> ask(route, question, caller));
    }

    private static void ask(Route route, Question question, Caller caller) throws Exception {
        HttpCall call = new HttpCall(
                caller,
                "GET",
                question.path(),
                question.pathParameters(),
                QueryParameters.parse(question.query()),
                new byte[0]);
        HttpReply reply = route.handler().handle(call);
        if (reply.body() instanceof HttpReply.Body.Streamed(HttpReply.Writer writer)) {
            writer.writeTo(OutputStream.nullOutputStream());
        }
    }

    /// Asks somebody something.
    @FunctionalInterface
    private interface Asking {
        void ask(Caller caller) throws Exception;
    }

    private void ask(Asking asking) throws IOException {
        try {
            asking.ask(new Caller(List.of(MadeSpans.TENANT), new Headers(), this::isUnwanted));
            countAsked();
        } catch (BackendException _) {
            // given way
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a made-up query failed", e);
        }
    }

    /// Questions that were answered.
    int asked() {
        return asked;
    }

    /// Profiles that were stored.
    int stored() {
        return stored;
    }

    /// Spans that were stored.
    int spans() {
        return spans;
    }

    /// Waits for the end.
    void join() throws InterruptedException {
        thread.join();
    }

    /// Ends it soon.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
