package dev.spanflame.generator.graph;

import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.span.AttributeKeys;
import dev.spanflame.generator.span.SpanRow;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.proto.wire.WireReader;
import org.jspecify.annotations.Nullable;

/// Finds calls between services. Not thread-safe.
///
/// A call is a span of kind client (or producer) and the span of kind server (or consumer) whose
/// parent it is, in whatever order they come. A call to a database needs no second span; a server
/// span without a parent was called by somebody outside; a client span whose other half does not
/// come in time went to whom its attributes name. Where one side sends no spans, both durations are
/// that of the side that does.
public final class ServiceGraphs {
    private static final int KIND_PRODUCER = 4;
    private static final int KIND_CONSUMER = 5;
    private static final byte[] NONE = new byte[0];
    private static final byte[] USER = AttributeKeys.bytes("user");
    private static final byte[] CLIENT_SIDE = AttributeKeys.bytes("client");
    private static final byte[] SERVER_SIDE = AttributeKeys.bytes("server");
    private static final byte[] PEER_SERVICE = AttributeKeys.bytes("peer.service");
    private static final byte[] SERVER_ADDRESS = AttributeKeys.bytes("server.address");
    private static final byte[] PEER_ADDRESS = AttributeKeys.bytes("network.peer.address");
    private static final byte[] PEER_PORT = AttributeKeys.bytes("network.peer.port");

    private final ServiceGraphSettings settings;
    private final EdgeSeries series;
    private final EdgeStore store;
    private final byte[][] dimensions;
    private final byte[][] peers;
    private final byte[][] databases;
    private final OutgoingEdges outgoing;
    private boolean unwanted;
    private long edges;
    private long expiredClients;
    private long expiredServers;
    private long droppedSpans;
    private long droppedEdges;

    /// Makes series in `registry`.
    public ServiceGraphs(ServiceGraphSettings settings, Registry registry) {
        this.settings = settings;
        this.series = new EdgeSeries(settings, registry);
        this.store = new EdgeStore(
                settings.maxItems(),
                settings.maxWait().toMillis(),
                settings.dimensions().size());
        this.outgoing = new OutgoingEdges(settings.owners().count());
        this.dimensions = AttributeKeys.all(settings.dimensions());
        this.peers = AttributeKeys.all(settings.peerAttributes());
        this.databases = AttributeKeys.all(settings.databaseAttributes());
    }

    /// Takes a span if it is half of a call; false when it is one and the filter leaves it out. Hot
    /// path.
    public boolean take(SpanRow span) {
        int kind = (int) span.get(SpanColumn.KIND);
        boolean client = kind == Span.KIND_CLIENT || kind == KIND_PRODUCER;
        boolean server = kind == Span.KIND_SERVER || kind == KIND_CONSUMER;
        if ((!client && !server) || span.service().length == 0) {
            return true;
        }
        long spanId = client ? span.get(SpanColumn.SPAN_ID) : span.get(SpanColumn.PARENT_ID);
        if (!settings.filter().takes(span)) {
            drop(span, spanId, client);
            return false;
        }
        if (server && spanId == 0) {
            takeRoot(span);
        } else {
            takeHalf(span, spanId, client);
        }
        return true;
    }

    private void takeHalf(SpanRow span, long spanId, boolean client) {
        long high = span.get(SpanColumn.TRACE_HIGH);
        long low = span.get(SpanColumn.TRACE_LOW);
        int owner = settings.owners().of(high, low);
        if (owner != settings.owners().self()) {
            takeForeign(span, spanId, client, owner);
            return;
        }
        Edge edge = waiting(high, low, spanId, span.nowMillis());
        if (edge != null) {
            fill(edge, span, client);
            addIfComplete(edge, span.nowMillis());
        } else if (unwanted) {
            droppedEdges++;
        } else {
            takeUnstored(span, client);
        }
    }

    /// The edge of this span, a new one where none waits; null where there is no room, or, as
    /// [#unwanted] says then, where the other half was left out.
    private @Nullable Edge waiting(long high, long low, long spanId, long nowMillis) {
        unwanted = false;
        Edge edge = store.find(high, low, spanId);
        if (edge == null) {
            edge = store.add(high, low, spanId, nowMillis);
            edges += edge == null ? 0 : 1;
        } else if (edge.dropped) {
            unwanted = true;
            store.remove(edge);
            return null;
        }
        return edge;
    }

    private void addIfComplete(Edge edge, long nowMillis) {
        if (edge.isComplete()) {
            series.add(edge, NONE, nowMillis);
            store.remove(edge);
        }
    }

    /// There is no room to wait; a call to a database is complete without.
    private void takeUnstored(SpanRow span, boolean client) {
        Edge edge = alone(span, 0, client);
        if (!addAlone(edge, span.nowMillis())) {
            droppedSpans++;
        }
        store.giveBack(edge);
    }

    /// Another process puts the calls of this trace together; a call to a database needs none.
    private void takeForeign(SpanRow span, long spanId, boolean client, int owner) {
        Edge edge = alone(span, spanId, client);
        if (!addAlone(edge, span.nowMillis())) {
            outgoing.add(owner, edge);
        }
        store.giveBack(edge);
    }

    private Edge alone(SpanRow span, long spanId, boolean client) {
        Edge edge = store.blank();
        edge.traceHigh = span.get(SpanColumn.TRACE_HIGH);
        edge.traceLow = span.get(SpanColumn.TRACE_LOW);
        edge.spanId = spanId;
        fill(edge, span, client);
        return edge;
    }

    private boolean addAlone(Edge edge, long nowMillis) {
        if (!edge.isComplete()) {
            return false;
        }
        edges++;
        series.add(edge, NONE, nowMillis);
        return true;
    }

    /// Nobody will send the other half of a call whose span has no parent.
    private void takeRoot(SpanRow span) {
        Edge edge = alone(span, 0, false);
        edge.client = edge.peer.length > 0 ? edge.peer : USER;
        edge.clientSeconds = edge.serverSeconds;
        edge.type = ConnectionType.VIRTUAL;
        edges++;
        series.add(edge, CLIENT_SIDE, span.nowMillis());
        store.giveBack(edge);
    }

    private void fill(Edge edge, SpanRow span, boolean client) {
        int kind = (int) span.get(SpanColumn.KIND);
        boolean messaging = kind == KIND_PRODUCER || kind == KIND_CONSUMER;
        if (messaging && edge.type == ConnectionType.PLAIN) {
            edge.type = ConnectionType.MESSAGING;
        }
        edge.failed |= span.get(SpanColumn.STATUS) == Span.STATUS_ERROR;
        edge.weight = settings.weight().of(span);
        int peer = peer(span);
        if (peer >= 0) {
            edge.peer = span.copy(peer);
        }
        byte[][] texts = client ? edge.clientDimensions : edge.serverDimensions;
        for (int i = 0; i < dimensions.length; i++) {
            texts[i] = span.copy(span.find(dimensions[i]));
        }
        if (client) {
            edge.client = span.service();
            edge.clientSeconds = span.seconds();
            edge.clientEndNanos = span.get(SpanColumn.END);
            fillDatabase(edge, span);
        } else {
            edge.server = span.service();
            edge.serverSeconds = span.seconds();
            edge.serverStartNanos = span.get(SpanColumn.START);
        }
    }

    private int peer(SpanRow span) {
        for (byte[] key : peers) {
            int found = span.inSpan(key);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /// A client span that names a database is a whole call: the database is what the most telling
    /// attribute says.
    private void fillDatabase(Edge edge, SpanRow span) {
        int database = -1;
        for (int i = 0; database < 0 && i < databases.length; i++) {
            database = span.find(databases[i]);
        }
        if (database < 0) {
            return;
        }
        byte[] name = name(span, database);
        if (name.length > 0) {
            edge.type = ConnectionType.DATABASE;
            edge.serverSeconds = span.seconds();
            edge.server = name;
        }
    }

    private static byte[] name(SpanRow span, int database) {
        byte[] service = span.copy(span.find(PEER_SERVICE));
        if (service.length > 0) {
            return service;
        }
        byte[] address = span.copy(span.find(SERVER_ADDRESS));
        if (address.length > 0) {
            return address;
        }
        byte[] peer = span.copy(span.find(PEER_ADDRESS));
        if (peer.length == 0) {
            return span.copy(database);
        }
        byte[] port = span.copy(span.find(PEER_PORT));
        if (port.length == 0) {
            return peer;
        }
        byte[] both = new byte[peer.length + 1 + port.length];
        System.arraycopy(peer, 0, both, 0, peer.length);
        both[peer.length] = ':';
        System.arraycopy(port, 0, both, peer.length + 1, port.length);
        return both;
    }

    /// The other half must not make an edge, nor be taken for a call to the outside.
    private void drop(SpanRow span, long spanId, boolean client) {
        if (spanId == 0) {
            return;
        }
        Edge half = store.blank();
        half.traceHigh = span.get(SpanColumn.TRACE_HIGH);
        half.traceLow = span.get(SpanColumn.TRACE_LOW);
        half.spanId = spanId;
        half.dropped = true;
        half.client = client ? span.service() : NONE;
        half.server = client ? NONE : span.service();
        int owner = settings.owners().of(half.traceHigh, half.traceLow);
        if (owner == settings.owners().self()) {
            drop(half, span.nowMillis());
        } else {
            outgoing.add(owner, half);
        }
        store.giveBack(half);
    }

    private void drop(Edge half, long nowMillis) {
        Edge edge = store.find(half.traceHigh, half.traceLow, half.spanId);
        boolean client = half.client.length > 0;
        if (edge == null) {
            @Nullable Edge mark = store.add(half.traceHigh, half.traceLow, half.spanId, nowMillis);
            if (mark != null) {
                mark.dropped = true;
            }
        } else if (!edge.dropped && (client ? edge.client : edge.server).length == 0) {
            droppedEdges++;
            store.remove(edge);
        }
    }

    /// Takes halves that another process was sent, as [EdgeOutlet] gives them.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST when this is no such
    /// message; halves before the mistake count.
    public void merge(byte[] halves, long nowMillis) {
        WireReader in = new WireReader().reset(halves, 0, halves.length);
        Edge half = new Edge(dimensions.length);
        while (EdgeCodec.read(in, half)) {
            merge(half, nowMillis);
            half.clear();
        }
    }

    private void merge(Edge half, long nowMillis) {
        if (half.dropped) {
            drop(half, nowMillis);
            return;
        }
        Edge edge = waiting(half.traceHigh, half.traceLow, half.spanId, nowMillis);
        if (edge != null) {
            edge.takeSide(half);
            addIfComplete(edge, nowMillis);
        } else if (unwanted) {
            droppedEdges++;
        } else {
            droppedSpans++;
        }
    }

    /// Gives what other processes put together to `outlet`.
    public void flush(EdgeOutlet outlet) {
        outgoing.flush(outlet);
    }

    /// Ends the waiting of edges that have waited long enough by `nowMillis`.
    public void expire(long nowMillis) {
        store.expire(nowMillis, edge -> expired(edge, nowMillis));
    }

    private void expired(Edge edge, long nowMillis) {
        if (edge.dropped) {
            return;
        }
        if (edge.client.length == 0) {
            expiredServers++;
        } else if (edge.peer.length > 0) {
            edge.server = edge.peer;
            edge.serverSeconds = edge.clientSeconds;
            edge.type = ConnectionType.VIRTUAL;
            series.add(edge, SERVER_SIDE, nowMillis);
        } else {
            expiredClients++;
        }
    }

    /// What was counted so far.
    public GraphCounts counts() {
        return new GraphCounts(edges, expiredClients, expiredServers, droppedSpans, droppedEdges, store.size());
    }
}
