package dev.spanflame.server.http;

import dev.spanflame.server.edge.Exchange;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Writes to an [Exchange] in pieces of 16 KiB; a flush reaches the caller. For one thread.
///
/// Throws [dev.spanflame.model.BackendException] of kind CANCELLED once nobody waits for the content. Closing sends
/// what is left and leaves the exchange open.
final class ExchangeStream extends OutputStream {
    private static final int PIECE = 16 << 10;

    private final Exchange exchange;
    private byte[] buffer = new byte[PIECE];
    private int length;

    ExchangeStream(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void write(int b) {
        if (length == buffer.length) {
            push();
        }
        buffer[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        int at = offset;
        int left = count;
        while (left > 0) {
            if (length == buffer.length) {
                push();
            }
            int n = Math.min(left, buffer.length - length);
            System.arraycopy(bytes, at, buffer, length, n);
            length += n;
            at += n;
            left -= n;
        }
    }

    /// Gives the buffer away, as the exchange keeps it until the socket has it.
    private void push() {
        if (length > 0) {
            exchange.write(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
            buffer = new byte[PIECE];
            length = 0;
        }
    }

    @Override
    public void flush() {
        push();
        exchange.flush();
    }

    @Override
    public void close() {
        push();
    }
}
