package dev.spanflame.server.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.tempo.BuildInfo;
import dev.spanflame.querier.tempo.TempoApi;
import dev.spanflame.server.metrics.PrometheusMeters;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class WarmUpTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final PrometheusMeters meters = new PrometheusMeters("1.2.3");

    @TempDir
    private Path staging;

    @Test
    void everyQuestionIsAnswered() throws Exception {
        MadeSpans spans = MadeSpans.make(staging);
        // how much a comparison needs depends on how its steps lie on the clock
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, LONG, 256 << 20));
        List<Route> routes = new TempoApi(spans.store(), gate, new BuildInfo("", "", "", "")).routes();
        for (WarmQueries.Question question : WarmQueries.of(spans, 0)) {
            Route route = routes.stream()
                    .filter(any -> any.pattern().equals(question.pattern()))
                    .findFirst()
                    .orElseThrow();
            HttpReply reply = route.handler()
                    .handle(new HttpCall(
                            Caller.local(MadeSpans.TENANT),
                            "GET",
                            question.path(),
                            question.pathParameters(),
                            QueryParameters.parse(question.query()),
                            new byte[0]));
            assertThat(question.path()).doesNotContain("{");
            assertThat(reply.status()).as(question.toString()).isEqualTo(200);
        }
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void everyCallAboutProfilesIsAnswered() throws Exception {
        MadeProfiles profiles = MadeProfiles.make(staging);
        List<WarmCalls.Call> calls = WarmCalls.of(profiles, 64 << 20);
        assertThat(calls).hasSizeGreaterThan(10);
        for (WarmCalls.Call call : calls) {
            String json = new String(call.answer(Caller.local(MadeSpans.TENANT)), StandardCharsets.UTF_8);
            assertThat(json).as(call.method().name()).hasSizeGreaterThan(50);
        }
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void theMadeUpSpansLieInABlockAndLive() throws Exception {
        MadeSpans spans = MadeSpans.make(staging);
        assertThat(spans.traces()).isGreaterThan(1_000);
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, LONG, 64 << 20));
        List<Route> routes = new TempoApi(spans.store(), gate, new BuildInfo("", "", "", "")).routes();
        Route search = routes.stream()
                .filter(any -> any.pattern().equals("/api/search"))
                .findFirst()
                .orElseThrow();
        HttpReply reply = search.handler()
                .handle(new HttpCall(
                        Caller.local(MadeSpans.TENANT),
                        "GET",
                        "/api/search",
                        Map.of(),
                        QueryParameters.parse("q={}&limit=5000"),
                        new byte[0]));
        assertThat(reply.body()).isInstanceOf(HttpReply.Body.Ready.class);
        if (reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(text.split("\"traceID\"", -1).length - 1L).isEqualTo(spans.traces());
        }
    }

    @Test
    void smallQuestionsAreAnsweredOverAConnection() throws Exception {
        MadeSpans spans = MadeSpans.make(staging);
        QueryGate gate = new QueryGate(new QueryLimits(1, 1, LONG, 64 << 20));
        List<Route> routes = new TempoApi(spans.store(), gate, new BuildInfo("", "", "", "")).routes();
        AtomicBoolean unwanted = new AtomicBoolean();
        try (WarmPort port = WarmPort.open(routes, unwanted::get)) {
            List<WarmQueries.Question> questions = WarmQueries.small(spans, 3);
            for (WarmQueries.Question question : questions) {
                assertThat(port.ask(question)).as(question.toString()).isEqualTo(200);
            }

            unwanted.set(true);
            assertThatThrownBy(() -> port.ask(questions.getFirst())).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theMadeUpProfilesBecomeABlock() throws Exception {
        MadeUploads profiles = new MadeUploads(staging);
        profiles.store(0);
        long once = profiles.flush();
        assertThat(once).isGreaterThanOrEqualTo(2_000);
        profiles.store(0);
        profiles.store(0);
        assertThat(profiles.flush()).isEqualTo(2 * once);
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void spansBecomeABlockAndTwoBlocksBecomeOne() throws Exception {
        MadeTraces traces = new MadeTraces(staging);
        int first = traces.store(0);
        assertThat(traces.flush()).isEqualTo(first);
        int second = traces.store(1);
        assertThat(first).isGreaterThan(500);
        assertThat(second).isGreaterThan(500);
        assertThat(traces.flush()).isEqualTo(first + second);
        for (int i = 0; i < MadeTraces.COUNT; i++) {
            traces.store(i);
        }
        assertThat(traces.flush()).isGreaterThan(10_000);
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void storesProfilesBeforeItAsks() throws Exception {
        Others others = new Others();
        WarmUp warmUp = WarmUp.start(staging, LONG, others, meters);
        // one look at the start, one before each profile
        others.looked.await();
        warmUp.close();
        warmUp.join();
        assertThat(warmUp.stored()).isGreaterThanOrEqualTo(2);
        assertThat(warmUp.asked()).isZero();
    }

    @Test
    void worksUntilItsTimeIsSpent() throws Exception {
        WarmUp warmUp = WarmUp.start(staging, Duration.ofMillis(1), new Others(), meters);
        warmUp.join();
        assertThat(warmUp.stored()).isZero();
        assertThat(warmUp.asked()).isZero();
    }

    @Test
    void waitsWhileOthersHaveWork() throws Exception {
        Others others = new Others();
        others.busy = true;
        WarmUp warmUp = WarmUp.start(staging, LONG, others, meters);
        others.looked.await();
        assertThat(warmUp.asked()).isZero();
        warmUp.close();
        warmUp.join();
        assertThat(warmUp.asked()).isZero();
    }

    @Test
    void waitsWhileQueriesComeOneAfterTheOther() throws Exception {
        Others others = new Others();
        others.step = 1;
        WarmUp warmUp = WarmUp.start(staging, LONG, others, meters);
        others.looked.await();
        assertThat(warmUp.asked()).isZero();
        warmUp.close();
        warmUp.join();
    }

    /// Other work as a test wants it.
    private static final class Others implements OtherWork {
        private final CountDownLatch looked = new CountDownLatch(4);
        private volatile boolean busy;
        private volatile int step;
        private final AtomicLong queries = new AtomicLong();

        @Override
        public boolean isBusy() {
            looked.countDown();
            return busy;
        }

        @Override
        public long queries() {
            return queries.addAndGet(step);
        }
    }
}
