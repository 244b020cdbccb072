package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.proto.edge.RpcMethod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Methods of the service `probe.Probe` that tests call.
public final class ProbeMethods {
    /// Messages that [#stream] has handed over.
    public final AtomicInteger sent = new AtomicInteger();
    /// Calls of [#wait] or [#stream] that run now.
    public final AtomicInteger running = new AtomicInteger();
    /// Opens when a call of [#wait] or [#stream] ended because nobody waits for it.
    public final CountDownLatch cancelled = new CountDownLatch(1);
    /// Who called last.
    public volatile @Nullable Caller lastCaller;

    private static final JsonText JSON = new JsonText();

    /// All of them.
    public List<RpcMethod> all() {
        return List.of(
                method("Echo", false, this::echo),
                method("Stream", true, this::stream),
                method("Wait", false, this::await),
                method("Fail", false, this::fail),
                method("FailLate", true, this::failLate));
    }

    private static RpcMethod method(String name, boolean streaming, RpcMethod.Handler handler) {
        return new RpcMethod("probe.Probe", name, 32 << 20, TenantRule.ONE, streaming, Optional.of(JSON), handler);
    }

    private void echo(Caller caller, byte[] request, Consumer<byte[]> replies) {
        lastCaller = caller;
        replies.accept(request);
    }

    /// Sends as many messages of that size as the two numbers of the request say.
    private void stream(Caller caller, byte[] request, Consumer<byte[]> replies) {
        ByteBuffer numbers = ByteBuffer.wrap(request);
        int count = numbers.getInt();
        int size = numbers.getInt();
        running.incrementAndGet();
        try {
            for (int i = 0; i < count; i++) {
                byte[] message = new byte[size];
                ByteBuffer.wrap(message).putInt(i);
                replies.accept(message);
                sent.incrementAndGet();
            }
        } catch (BackendException e) {
            if (e.kind() == ErrorKind.CANCELLED) {
                cancelled.countDown();
            }
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }

    private void await(Caller caller, byte[] request, Consumer<byte[]> replies) {
        running.incrementAndGet();
        try {
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < until) {
                if (caller.cancelled().getAsBoolean()) {
                    cancelled.countDown();
                    throw new BackendException(ErrorKind.CANCELLED, "gone", "nobody waits");
                }
                LockSupport.parkNanos(5_000_000);
            }
            replies.accept(request);
        } finally {
            running.decrementAndGet();
        }
    }

    private void fail(Caller caller, byte[] request, Consumer<byte[]> replies) {
        String what = new String(request, StandardCharsets.UTF_8);
        if (what.equals("bug")) {
            throw new IllegalStateException("secret detail");
        }
        ErrorKind kind = ErrorKind.valueOf(what);
        throw kind == ErrorKind.RATE_LIMITED
                ? BackendException.retry(kind, "probe", "slow down: ümlaut 100%", Duration.ofMillis(2500))
                : new BackendException(kind, "probe", "failed as asked");
    }

    private void failLate(Caller caller, byte[] request, Consumer<byte[]> replies) {
        replies.accept(request);
        throw new BackendException(ErrorKind.UNAVAILABLE, "probe", "after one message");
    }

    /// The JSON form of a message is `{"text":"..."}` without escapes.
    private static final class JsonText implements RpcMethod.JsonForm {
        @Override
        public byte[] requestFromJson(byte[] json) {
            String text = new String(json, StandardCharsets.UTF_8);
            if (!text.startsWith("{\"text\":\"") || !text.endsWith("\"}")) {
                throw BackendException.badRequest("malformed_json", "not JSON: " + text);
            }
            return text.substring(9, text.length() - 2).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] replyToJson(byte[] reply) {
            return ("{\"text\":\"" + new String(reply, StandardCharsets.UTF_8) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
