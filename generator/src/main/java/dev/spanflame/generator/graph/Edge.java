package dev.spanflame.generator.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A call of which one half is known: the span that calls, or the one that is called. Used again
/// after it is done.
final class Edge {
    private static final byte[] NONE = new byte[0];

    // its place in the store
    long traceHigh;
    long traceLow;
    long spanId;
    long expiresMillis;

    @Nullable
    Edge next;

    @Nullable
    Edge younger;

    @Nullable
    Edge older;

    /// Services of the two sides; empty while unknown.
    byte[] client = NONE;

    byte[] server = NONE;
    /// Who else the other side may be.
    byte[] peer = NONE;

    ConnectionType type = ConnectionType.PLAIN;
    double clientSeconds;
    double serverSeconds;
    long clientEndNanos;
    long serverStartNanos;
    double weight = 1;
    boolean failed;
    /// The filter left out one half: there is to be no edge.
    boolean dropped;
    /// Texts of the dimensions of both sides; empty where a side has none.
    final byte[][] clientDimensions;

    final byte[][] serverDimensions;

    Edge(int dimensions) {
        clientDimensions = new byte[dimensions][];
        serverDimensions = new byte[dimensions][];
        clear();
    }

    /// Forgets everything.
    void clear() {
        next = null;
        younger = null;
        older = null;
        client = NONE;
        server = NONE;
        peer = NONE;
        type = ConnectionType.PLAIN;
        clientSeconds = 0;
        serverSeconds = 0;
        clientEndNanos = 0;
        serverStartNanos = 0;
        weight = 1;
        failed = false;
        dropped = false;
        Arrays.fill(clientDimensions, NONE);
        Arrays.fill(serverDimensions, NONE);
    }

    boolean is(long high, long low, long span) {
        return spanId == span && traceLow == low && traceHigh == high;
    }

    /// Takes over the side that `half` knows.
    void takeSide(Edge half) {
        if (type == ConnectionType.PLAIN) {
            type = half.type;
        }
        failed |= half.failed;
        weight = half.weight;
        peer = half.peer.length > 0 ? half.peer : peer;
        if (half.client.length > 0) {
            client = half.client;
            clientSeconds = half.clientSeconds;
            clientEndNanos = half.clientEndNanos;
            System.arraycopy(half.clientDimensions, 0, clientDimensions, 0, clientDimensions.length);
        }
        if (half.server.length > 0) {
            server = half.server;
            serverSeconds = half.serverSeconds;
            serverStartNanos = half.serverStartNanos;
            System.arraycopy(half.serverDimensions, 0, serverDimensions, 0, serverDimensions.length);
        }
    }

    boolean isComplete() {
        return client.length > 0 && server.length > 0;
    }
}
