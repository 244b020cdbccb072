package dev.spanflame.server.http.body;

import dev.spanflame.model.BackendException;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.BodyLimit.Framing;
import dev.spanflame.server.edge.Reservation;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects the body of one request in one array, within its limit. For one event loop.
///
/// Memory is reserved as the array grows, never on the word of an announced length alone: up to 1 MiB the announced
/// length is taken at once, beyond that the array doubles. Bytes are copied out of Netty's buffers so that a sender of
/// tiny chunks cannot pin large ones.
public final class BodyBuffer implements BodyCollector {
    private static final int PREFIX = 5;
    private static final int TRUSTED = 1 << 20;
    private static final int FIRST = 4096;

    private final BodyLimit limit;
    private final Reservation memory;
    private final byte[] prefix;
    private int prefixLength;
    private long announced;
    private byte[] bytes = new byte[0];
    private int length;

    /// `announced` is the content length, or -1.
    public BodyBuffer(BodyLimit limit, long announced, Reservation memory) {
        this.limit = limit;
        this.memory = memory;
        this.prefix = new byte[limit.framing() == Framing.GRPC ? PREFIX : 0];
        this.announced = limit.framing() == Framing.GRPC ? -1 : announced;
        if (this.announced > limit.wireBytes()) {
            throw BodyInflater.tooLarge(limit.maxBytes());
        }
    }

    @Override
    public void add(ByteBuf in) {
        if (prefixLength < prefix.length) {
            int n = Math.min(prefix.length - prefixLength, in.readableBytes());
            in.readBytes(prefix, prefixLength, n);
            prefixLength += n;
            if (prefixLength == prefix.length) {
                announceMessage();
            }
        }
        int n = in.readableBytes();
        if (n == 0) {
            return;
        }
        if ((long) length + n > limit.wireBytes()) {
            throw BodyInflater.tooLarge(limit.maxBytes());
        }
        if (prefix.length > 0 && length + n > announced) {
            throw BackendException.badRequest(
                    "several_messages", "the call takes exactly one request message and got more");
        }
        ensure(length + n);
        in.readBytes(bytes, length, n);
        length += n;
    }

    private void announceMessage() {
        long size = (prefix[1] & 0xffL) << 24 | (prefix[2] & 0xff) << 16 | (prefix[3] & 0xff) << 8 | (prefix[4] & 0xff);
        if (prefix[0] != 0 && prefix[0] != 1) {
            throw BackendException.badRequest(
                    "malformed_grpc", "the compressed flag of a gRPC message is neither 0 nor 1");
        }
        if (size > limit.wireBytes()) {
            throw BodyInflater.tooLarge(limit.maxBytes());
        }
        announced = size;
    }

    private void ensure(int wanted) {
        if (wanted <= bytes.length) {
            return;
        }
        long doubled = Math.max(wanted, Math.max(FIRST, bytes.length * 2L));
        long capacity = announced < 0
                ? Math.min(doubled, limit.wireBytes())
                : Math.min(Math.max(doubled, Math.min(announced, TRUSTED)), announced);
        capacity = Math.max(capacity, wanted);
        memory.grow(capacity - bytes.length);
        bytes = Arrays.copyOf(bytes, (int) capacity);
    }

    /// Bytes received so far.
    int length() {
        return prefixLength + length;
    }

    /// Throws [BackendException] when a gRPC message is missing or cut short.
    @Override
    public Body finish() {
        if (prefix.length > 0 && (prefixLength < prefix.length || length < announced)) {
            throw BackendException.badRequest(
                    "truncated_body",
                    length() == 0
                            ? "the call takes one request message and got none"
                            : "the request message ends after " + length + " bytes of " + Math.max(announced, 0));
        }
        byte[] exact = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        return new Body(prefix.length > 0 && prefix[0] == 1, exact);
    }
}
