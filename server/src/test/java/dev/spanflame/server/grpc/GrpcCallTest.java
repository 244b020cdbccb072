package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.TestPort;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// gRPC on a listener that also speaks HTTP/1.1, asked by a real grpc-java client.
@Timeout(60)
final class GrpcCallTest {
    private static final int MIB = 1 << 20;

    private final ProbeMethods probe = new ProbeMethods();
    private TestPort port = new TestPort(ListenerSettings.defaults(), false, List.of(), probe.all());
    private RawGrpc client = new RawGrpc(port.port());

    @BeforeEach
    void warm() {
        client.unary("Echo", new byte[] {1}, CallOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        client.close();
        port.close();
    }

    @Test
    void echoesMessagesOfAllSizes() {
        for (int size : new int[] {0, 1, 5, 16_383, 16_384, 65_536, 1_000_003}) {
            byte[] request = random(size);
            assertThat(client.unary("Echo", request, CallOptions.DEFAULT)).isEqualTo(request);
        }
    }

    @Test
    void carriesSixteenMebibytesEachWay() {
        byte[] request = random(16 * MIB);
        assertThat(client.unary("Echo", request, CallOptions.DEFAULT)).isEqualTo(request);
    }

    @Test
    void readsAndWritesGzipMessagesOverManyFrames() {
        byte[] request = random(3 * MIB);
        Arrays.fill(request, 0, MIB, (byte) 'a');
        CallOptions gzip = CallOptions.DEFAULT.withCompression("gzip");
        assertThat(client.unary("Echo", request, gzip)).isEqualTo(request);
    }

    @Test
    void refusesAMessageThatInflatesBeyondItsLimit() {
        CallOptions gzip = CallOptions.DEFAULT.withCompression("gzip");
        StatusRuntimeException error = error(() -> client.unary("Echo", new byte[33 * MIB], gzip));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(error.getStatus().getDescription()).contains("33554432");
    }

    @Test
    void refusesAnAnnouncedLengthBeyondTheLimitBeforeItArrives() {
        StatusRuntimeException error = error(() -> client.unary("Echo", new byte[34 * MIB], CallOptions.DEFAULT));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(port.budget.peak()).isLessThan(MIB);
    }

    @Test
    void streamsToASlowReaderInBoundedMemory() {
        int size = 64 << 10;
        Iterator<byte[]> messages = client.stream("Stream", RawGrpc.ask(1000, size), CallOptions.DEFAULT);
        int received = 0;
        int farthestAhead = 0;
        while (messages.hasNext()) {
            byte[] message = messages.next();
            assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(received);
            received++;
            if (received % 50 == 0) {
                pause(10);
            }
            farthestAhead = Math.max(farthestAhead, probe.sent.get() - received);
        }
        assertThat(received).isEqualTo(1000);
        // 256 KiB of our window, the socket buffers, the client's window and its queue
        assertThat((long) farthestAhead * size).isLessThan(16L * MIB);
    }

    @Test
    void stopsAStreamWithinASecondOfACancel() throws InterruptedException {
        Iterator<byte[]> messages = client.stream("Stream", RawGrpc.ask(100_000, 65_536), CallOptions.DEFAULT);
        messages.next();
        long start = System.nanoTime();
        client.channel.shutdownNow();
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    @Test
    void tellsWorkWithinASecondThatItsCallWasReset() throws InterruptedException {
        ClientCall<byte[], byte[]> call =
                client.channel.newCall(RawGrpc.method("Wait", MethodType.UNARY), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(new byte[1]);
        call.halfClose();
        call.request(1);
        awaitRunning();
        call.cancel("test", null);
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
        // the connection is still good
        assertThat(client.unary("Echo", new byte[] {7}, CallOptions.DEFAULT)).containsExactly(7);
    }

    @Test
    void endsACallAtItsDeadlineAndTellsTheWork() throws InterruptedException {
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
        StatusRuntimeException error = error(() -> client.unary("Wait", new byte[1], soon));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sendsErrorsWithTheirDetails() {
        StatusRuntimeException error =
                error(() -> client.unary("Fail", "RATE_LIMITED".getBytes(StandardCharsets.UTF_8), CallOptions.DEFAULT));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(error.getStatus().getDescription()).isEqualTo("slow down: ümlaut 100%");
        byte[] details = Objects.requireNonNull(error.getTrailers())
                .get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
        assertThat(new String(details, StandardCharsets.ISO_8859_1)).contains("google.rpc.RetryInfo");
    }

    @Test
    void hidesTheCauseOfABugBehindAnId() {
        StatusRuntimeException error =
                error(() -> client.unary("Fail", "bug".getBytes(StandardCharsets.UTF_8), CallOptions.DEFAULT));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(error.getStatus().getDescription())
                .matches("internal error [0-9a-f]{8};.*")
                .doesNotContain("secret");
    }

    @Test
    void endsAStreamWithAnErrorAfterItsMessages() {
        Iterator<byte[]> messages = client.stream("FailLate", new byte[] {5}, CallOptions.DEFAULT);
        assertThat(messages.next()).containsExactly(5);
        StatusRuntimeException error = error(messages::hasNext);
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void answersAnUnknownMethodWithUnimplemented() {
        StatusRuntimeException error = error(() -> client.unary("Nope", new byte[0], CallOptions.DEFAULT));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(error.getStatus().getDescription()).contains("/probe.Probe/Nope");
    }

    @Test
    void servesManyCallsOnOneConnection() {
        AtomicInteger good = new AtomicInteger();
        List<CompletableFuture<Void>> calls = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] request = random(10_000 + i);
            calls.add(CompletableFuture.runAsync(() -> {
                if (Arrays.equals(client.unary("Echo", request, CallOptions.DEFAULT), request)) {
                    good.incrementAndGet();
                }
            }));
        }
        calls.forEach(CompletableFuture::join);
        assertThat(good).hasValue(200);
        port.awaitIdle();
        assertThat(port.budget.held()).isZero();
    }

    @Test
    void tellsItsHealth() {
        AtomicBoolean ready = new AtomicBoolean(true);
        RpcMethod check = GrpcHealth.check(probe.all(), ready::get);
        try (TestPort healthy = new TestPort(ListenerSettings.defaults(), false, List.of(), List.of(check));
                RawGrpc asking = new RawGrpc(healthy.port())) {
            MethodDescriptor<byte[], byte[]> method = RawGrpc.method("Echo", MethodType.UNARY).toBuilder()
                    .setFullMethodName("grpc.health.v1.Health/Check")
                    .build();
            assertThat(ClientCalls.blockingUnaryCall(asking.channel, method, CallOptions.DEFAULT, new byte[0]))
                    .containsExactly(8, 1);
            ready.set(false);
            byte[] known = "\n\u000bprobe.Probe".getBytes(StandardCharsets.UTF_8);
            assertThat(ClientCalls.blockingUnaryCall(asking.channel, method, CallOptions.DEFAULT, known))
                    .containsExactly(8, 2);
            byte[] unknown = "\n\u0001x".getBytes(StandardCharsets.UTF_8);
            StatusRuntimeException error =
                    error(() -> ClientCalls.blockingUnaryCall(asking.channel, method, CallOptions.DEFAULT, unknown));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        }
    }

    private void awaitRunning() {
        while (probe.running.get() == 0) {
            Thread.onSpinWait();
        }
    }

    private static void pause(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static StatusRuntimeException error(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(error).isNotNull();
        return error;
    }
}
