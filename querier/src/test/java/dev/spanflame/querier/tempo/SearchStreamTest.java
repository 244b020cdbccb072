package dev.spanflame.querier.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.traces.TestStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SearchStreamTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;
    private static final Caller CALLER = Caller.local(TENANT);

    private final TestStore stored = new TestStore();
    private final QueryGate gate = new QueryGate(QueryLimits.defaults());

    @Test
    void anEmptyAnswerHasMetricsInEveryMessage() throws IOException {
        List<SearchResponse> messages = search(SearchRequest.newBuilder().setQuery("{}"));
        assertThat(messages).isNotEmpty().allSatisfy(message -> {
            assertThat(message.hasMetrics()).isTrue();
            assertThat(message.getTracesList()).isEmpty();
        });
        assertThat(messages.getLast().getMetrics().getCompletedJobs())
                .isPositive()
                .isEqualTo(messages.getLast().getMetrics().getTotalJobs());
    }

    @Test
    void eachTraceComesOnceNewestFirstWithinTheLimit() throws IOException {
        for (int i = 0; i < 30; i++) {
            stored.addBlock(TENANT, 1, List.of(trace(i, 100L * i)));
        }
        List<SearchResponse> messages =
                search(SearchRequest.newBuilder().setQuery("{}").setLimit(7));
        List<String> ids = ids(messages);
        assertThat(ids).containsExactly("1e", "1d", "1c", "1b", "1a", "19", "18");
        assertThat(messages.getLast().getMetrics().getTotalBlocks()).isEqualTo(30);
    }

    @Test
    void sayingNothingAsksForTheDefaults() throws IOException {
        for (int i = 0; i < 25; i++) {
            stored.addLive(TENANT, List.of(trace(i, i)));
        }
        assertThat(ids(search(SearchRequest.newBuilder().setQuery("{}")))).hasSize(20);
        assertThat(ids(search(SearchRequest.newBuilder().putTags("service.name", "shop"))))
                .hasSize(20);
        SearchRequest.Builder none = SearchRequest.newBuilder().setQuery("{}").setMinDurationMs(1000);
        assertThat(ids(search(none))).isEmpty();
        assertThat(ids(search(SearchRequest.newBuilder()
                        .setQuery("{}")
                        .setStart((int) Shop.SECOND + 50)
                        .setEnd((int) Shop.SECOND + 51))))
                .isEmpty();
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        for (SearchRequest.Builder bad : List.of(
                SearchRequest.newBuilder().setQuery("{ span.a = }"),
                SearchRequest.newBuilder().setQuery("{}").setSpansPerSpanSet(101),
                SearchRequest.newBuilder().setQuery("{}").setLimit(262_145),
                SearchRequest.newBuilder().setQuery("{}").putTags("a", "b"),
                SearchRequest.newBuilder().setQuery("{}").setStart(5),
                SearchRequest.newBuilder().setQuery("{}").setMinDurationMs(2).setMaxDurationMs(1))) {
            assertThatThrownBy(() -> search(bad))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    @Test
    void aCallerWhoReadsSlowlyKeepsNoTurnAtTheGate() throws Exception {
        stored.addLive(TENANT, List.of(trace(1, 1)));
        QueryGate narrow = new QueryGate(new QueryLimits(1, 1, Duration.ofSeconds(20), 1 << 20));
        SearchStream searches = new SearchStream(stored.store(), narrow);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = thread.submit(() -> {
                searches.search(CALLER, parameters(SearchRequest.newBuilder().setQuery("{}")), _ -> {
                    reading.countDown();
                    await(go);
                });
                return null;
            });
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
            List<SearchResponse> quick = new ArrayList<>();
            searches.search(CALLER, parameters(SearchRequest.newBuilder().setQuery("{}")), quick::add);
            assertThat(ids(quick)).containsExactly("2");
            go.countDown();
            slow.get();
        }
    }

    @Test
    void aStreamEndsWithTheTimeOfItsQueryHoweverSlowlyItIsRead() {
        stored.addLive(TENANT, List.of(trace(1, 1)));
        QueryGate hurried = new QueryGate(new QueryLimits(1, 1, Duration.ofMillis(200), 1 << 20));
        SearchStream searches = new SearchStream(stored.store(), hurried);
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> searches.search(
                        CALLER, parameters(SearchRequest.newBuilder().setQuery("{}")), _ -> {
                            try {
                                assertThat(never.await(300, TimeUnit.MILLISECONDS))
                                        .isFalse();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
    }

    @Test
    void aSearchEndsWhenItsCallerGoes() {
        stored.addLive(TENANT, List.of(trace(1, 1)));
        Caller gone = new Caller(List.of(TENANT), new Headers(), () -> true);
        assertThatThrownBy(() -> new SearchStream(stored.store(), gate)
                        .search(gone, parameters(SearchRequest.newBuilder().setQuery("{}")), _ -> {}))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        BackendException failure = new BackendException(ErrorKind.CANCELLED, "caller_gone", "gone");
        assertThatThrownBy(() -> new SearchStream(stored.store(), gate)
                        .search(CALLER, parameters(SearchRequest.newBuilder().setQuery("{}")), _ -> {
                            throw failure;
                        }))
                .isSameAs(failure);
        assertThat(gate.running()).isZero();
    }

    private List<SearchResponse> search(SearchRequest.Builder request) throws IOException {
        List<SearchResponse> messages = new ArrayList<>();
        new SearchStream(stored.store(), gate).search(CALLER, parameters(request), messages::add);
        return messages;
    }

    private static SearchParameters parameters(SearchRequest.Builder request) {
        return SearchParameters.of(request.build());
    }

    private static List<String> ids(List<SearchResponse> messages) {
        return messages.stream()
                .flatMap(message -> message.getTracesList().stream())
                .map(TraceSearchMetadata::getTraceID)
                .toList();
    }

    private static Trace trace(int number, long startMillis) {
        Span span = Shop.span(new TraceId(0, number + 1L), 7, 0, "work", 2, startMillis, 10, 0, List.of());
        return Shop.in("shop", span);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
