package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.server.edge.Admission;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.Faults;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Reservation;
import dev.spanflame.server.edge.Work;
import dev.spanflame.server.http.body.BodyBuffer;
import dev.spanflame.server.http.body.BodySpool;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Turns the HTTP objects of one channel into exchanges, one after the other: head, body, virtual thread,
/// answer.
///
/// Serves an HTTP/1 connection and an HTTP/2 stream alike. While an answer is being made the channel is
/// still read, so that a closed connection is noticed; requests that a client sends ahead wait in `ahead`,
/// and reading pauses when there are several.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class ExchangeHandler extends ChannelInboundHandlerAdapter {
    /// Objects sent ahead after which the channel is not read until their turn comes.
    private static final int AHEAD = 16;
    /// Body of a refused request that is read to its end so that the connection can go on.
    private static final int SMALL_REST = 64 << 10;

    private final Port port;
    private final boolean http2;
    private final Http1Timing timing;
    private final ArrayDeque<Object> ahead = new ArrayDeque<>();
    private @Nullable Intake current;
    /// Where the next request would begin is unknown: what still comes is dropped unread.
    private boolean deaf;

    ExchangeHandler(Port port, boolean http2, Http1Timing timing) {
        this.port = port;
        this.http2 = http2;
        this.timing = timing;
    }

    /// Whether no request is in progress.
    boolean idle() {
        return current == null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (deaf || !(message instanceof HttpObject)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (current != null && current.complete()) {
            ahead.add(message);
            if (ahead.size() >= AHEAD) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        process(ctx, message);
    }

    private void process(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                start(ctx, request);
            }
            if (message instanceof HttpContent content && current != null) {
                content(ctx, current, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void start(ChannelHandlerContext ctx, HttpRequest request) {
        timing.requestStarted();
        Headers headers = new Headers();
        request.headers().forEach(field -> headers.add(field.getKey(), field.getValue()));
        RequestHead head = new RequestHead(port.name, request.method().name(), request.uri(), headers, http2);
        ResponseHead responses = new ResponseHead(request, http2);
        Reservation memory = new Reservation(port.budget);
        NettyExchange exchange = new NettyExchange(ctx.channel(), head, responses, memory, port, () -> ended(ctx));
        Optional<BackendException> busy = port.enter();
        Admission admission = admit(head);
        Intake intake = new Intake(exchange, admission.work(), responses);
        current = intake;
        Optional<BackendException> unframed = http2 ? Optional.empty() : TransferCoding.check(request);
        Optional<BackendException> bad = malformed(request).or(() -> unframed);
        bad.ifPresent(_ -> responses.closeAfterwards());
        bad.or(() -> busy).or(admission::refusal).ifPresentOrElse(intake::refuse, () -> collect(request, intake));
        if (request.decoderResult().isFailure() || unframed.isPresent()) {
            deaf = !http2;
            answer(intake);
            return;
        }
        boolean expects = HttpUtil.is100ContinueExpected(request);
        if (intake.refusal() == null && expects) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        if (intake.refusal() != null && (expects || HttpUtil.getContentLength(request, 0L) > SMALL_REST)) {
            responses.closeAfterwards();
            answer(intake);
        } else if (!(request instanceof LastHttpContent)) {
            watchBody(ctx, intake, 0);
        }
    }

    private Admission admit(RequestHead head) {
        try {
            return port.admit(head);
        } catch (RuntimeException e) {
            return Admission.refuse(Work.refusing(PlainRefusal::tell), Faults.of(e, port.name));
        }
    }

    private Optional<BackendException> malformed(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(DecodeErrors.of(request.decoderResult().cause(), port.settings));
        }
        if (!http2 && request.protocolVersion().majorVersion() != 1) {
            return Optional.of(DecodeErrors.version(request.protocolVersion().text()));
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        boolean needed = !http2 && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
        if (hosts > 1 || (needed && hosts == 0)) {
            return Optional.of(BackendException.badRequest(
                    "malformed_request", "request has " + hosts + " Host headers; HTTP/1.1 asks for exactly one"));
        }
        return Optional.empty();
    }

    private void collect(HttpRequest request, Intake intake) {
        try {
            long announced = HttpUtil.getContentLength(request, -1L);
            BodyLimit limit = intake.work.body();
            Reservation memory = intake.exchange.memory();
            if (limit.spool().isPresent()) {
                intake.collect(new BodySpool(limit, announced, memory));
            } else if (!limit.equals(BodyLimit.NOTHING)) {
                intake.collect(new BodyBuffer(limit, announced, memory));
            }
        } catch (BackendException e) {
            intake.refuse(e);
        }
    }

    private void content(ChannelHandlerContext ctx, Intake intake, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            intake.refuse(BackendException.badRequest("malformed_request", "request body is not well-formed HTTP"));
            intake.responses.closeAfterwards();
            answer(intake);
            return;
        }
        intake.add(content.content());
        if (content instanceof LastHttpContent) {
            boolean lingering = intake.answered();
            complete(intake);
            if (lingering && !http2) {
                // behind the answer, which may still wait in the queue of the event loop
                ctx.executor().execute(ctx::close);
            }
        } else if (intake.refusal() != null && intake.received() > SMALL_REST && !intake.answered()) {
            intake.responses.closeAfterwards();
            answer(intake);
        }
    }

    private void complete(Intake intake) {
        intake.completed();
        if (intake.answered()) {
            return;
        }
        Body body = new Body(false, new byte[0]);
        if (intake.refusal() == null) {
            try {
                body = intake.finish();
            } catch (BackendException e) {
                intake.refuse(e);
            }
        }
        if (intake.refusal() != null) {
            answer(intake);
            return;
        }
        run(intake, body);
    }

    private void run(Intake intake, Body body) {
        intake.markAnswered();
        if (port.draining()) {
            intake.responses.closeAfterwards();
        }
        Thread.ofVirtual().name("request-" + port.name).start(() -> {
            try {
                intake.work.run(intake.exchange, body);
            } catch (Throwable e) {
                Faults.of(e, port.name);
            } finally {
                intake.exchange.abort();
                intake.exchange.memory().close();
                port.leave();
            }
        });
    }

    /// Answers a refused request; runs once for it.
    private void answer(Intake intake) {
        if (intake.answered()) {
            return;
        }
        intake.markAnswered();
        intake.stopTimer();
        BackendException refusal = intake.refusal();
        try {
            if (refusal != null) {
                intake.work.refuse(intake.exchange, refusal);
            }
        } finally {
            intake.exchange.memory().close();
            port.leave();
        }
    }

    /// Each window must bring its share of the body, or the request is given up with 408.
    private void watchBody(ChannelHandlerContext ctx, Intake intake, long before) {
        long window = port.settings.bodyTimeout().toNanos();
        intake.timer = ctx.executor()
                .schedule(
                        () -> {
                            long share = (long) (port.settings.minBodyRate() * (window / 1e9));
                            if (intake.received() - before >= share) {
                                watchBody(ctx, intake, intake.received());
                                return;
                            }
                            intake.refuse(new BackendException(
                                    ErrorKind.BODY_TIMEOUT,
                                    "body_timeout",
                                    "the request body stopped after " + intake.received() + " bytes; expected at least "
                                            + share + " more within "
                                            + port.settings.bodyTimeout().toSeconds() + " s"));
                            intake.responses.closeAfterwards();
                            answer(intake);
                        },
                        window,
                        TimeUnit.NANOSECONDS);
    }

    /// The answer is with the socket, or was broken off.
    private void ended(ChannelHandlerContext ctx) {
        Intake intake = current;
        if (intake == null || !ctx.channel().isActive()) {
            return;
        }
        if (!intake.complete()) {
            Linger.close(ctx.channel(), http2);
            return;
        }
        current = null;
        if (http2) {
            return;
        }
        if (!intake.responses.keepAlive() || port.draining()) {
            ctx.close();
            return;
        }
        timing.requestEnded();
        while (!ahead.isEmpty() && (current == null || !current.complete())) {
            process(ctx, ahead.poll());
        }
        if (ahead.size() < AHEAD) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lost();
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        ctx.fireChannelInactive();
    }

    private void lost() {
        Intake intake = current;
        if (intake == null) {
            return;
        }
        intake.exchange.lost();
        intake.stopTimer();
        if (!intake.answered()) {
            intake.markAnswered();
            intake.exchange.memory().close();
            port.leave();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            lost();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        PeerErrors.note(port.name, cause);
        lost();
        ctx.close();
    }
}
