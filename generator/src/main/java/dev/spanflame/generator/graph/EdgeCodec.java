package dev.spanflame.generator.graph;

import dev.spanflame.proto.wire.WireReader;
import dev.spanflame.proto.wire.WireWriter;

/// Halves of calls as one process sends them to another: protobuf's wire format, field numbers of our
/// own. What is unknown is skipped.
final class EdgeCodec {
    private static final int HALF = 1;
    private static final int TRACE_HIGH = 1;
    private static final int TRACE_LOW = 2;
    private static final int SPAN_ID = 3;
    private static final int CLIENT = 4;
    private static final int SERVER = 5;
    private static final int PEER = 6;
    private static final int MESSAGING = 7;
    private static final int CLIENT_SECONDS = 8;
    private static final int SERVER_SECONDS = 9;
    private static final int CLIENT_END = 10;
    private static final int SERVER_START = 11;
    private static final int WEIGHT = 12;
    private static final int FAILED = 13;
    private static final int DROPPED = 14;
    private static final int CLIENT_DIMENSION = 15;
    private static final int SERVER_DIMENSION = 16;

    private EdgeCodec() {}

    /// Appends a half to a message.
    static void write(Edge edge, WireWriter out) {
        int mark = out.begin(HALF);
        out.fixed64(TRACE_HIGH, edge.traceHigh);
        out.fixed64(TRACE_LOW, edge.traceLow);
        out.fixed64(SPAN_ID, edge.spanId);
        out.bytes(CLIENT, edge.client);
        out.bytes(SERVER, edge.server);
        out.bytes(PEER, edge.peer);
        out.number(MESSAGING, edge.type == ConnectionType.MESSAGING ? 1 : 0);
        out.fixed64(CLIENT_SECONDS, Double.doubleToRawLongBits(edge.clientSeconds));
        out.fixed64(SERVER_SECONDS, Double.doubleToRawLongBits(edge.serverSeconds));
        out.fixed64(CLIENT_END, edge.clientEndNanos);
        out.fixed64(SERVER_START, edge.serverStartNanos);
        out.fixed64(WEIGHT, Double.doubleToRawLongBits(edge.weight));
        out.number(FAILED, edge.failed ? 1 : 0);
        out.number(DROPPED, edge.dropped ? 1 : 0);
        for (byte[] text : edge.clientDimensions) {
            out.bytes(CLIENT_DIMENSION, text);
        }
        for (byte[] text : edge.serverDimensions) {
            out.bytes(SERVER_DIMENSION, text);
        }
        out.end(mark);
    }

    /// Reads the next half of a message into `edge`, which is blank; false at the end.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST when this is no such message.
    static boolean read(WireReader in, Edge edge) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (HALF << 3 | WireReader.BYTES)) {
                int outer = in.enter(0);
                readHalf(in, edge);
                in.leave(outer);
                return true;
            }
            in.skip(tag, 0);
        }
        return false;
    }

    private static void readHalf(WireReader in, Edge edge) {
        int clients = 0;
        int servers = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag & 7) {
                case WireReader.FIXED64 -> number(tag >>> 3, in.fixed64(), edge);
                case WireReader.VARINT -> flag(tag >>> 3, in.varint() != 0, edge);
                case WireReader.BYTES -> {
                    byte[] text = text(in);
                    switch (tag >>> 3) {
                        case CLIENT -> edge.client = text;
                        case SERVER -> edge.server = text;
                        case PEER -> edge.peer = text;
                        case CLIENT_DIMENSION -> clients = put(text, edge.clientDimensions, clients);
                        case SERVER_DIMENSION -> servers = put(text, edge.serverDimensions, servers);
                        default -> {}
                    }
                }
                default -> in.skip(tag, 1);
            }
        }
    }

    /// A process that has more dimensions than this one is configured otherwise; its last ones are lost.
    private static int put(byte[] text, byte[][] dimensions, int index) {
        if (index < dimensions.length) {
            dimensions[index] = text;
        }
        return index + 1;
    }

    private static byte[] text(WireReader in) {
        int length = in.length();
        byte[] text = new byte[length];
        System.arraycopy(in.bytes(), in.position(), text, 0, length);
        in.advance(length);
        return text;
    }

    private static void number(int field, long bits, Edge edge) {
        switch (field) {
            case TRACE_HIGH -> edge.traceHigh = bits;
            case TRACE_LOW -> edge.traceLow = bits;
            case SPAN_ID -> edge.spanId = bits;
            case CLIENT_SECONDS -> edge.clientSeconds = positive(bits, 0);
            case SERVER_SECONDS -> edge.serverSeconds = positive(bits, 0);
            case CLIENT_END -> edge.clientEndNanos = bits;
            case SERVER_START -> edge.serverStartNanos = bits;
            case WEIGHT -> edge.weight = positive(bits, 1);
            default -> {}
        }
    }

    private static double positive(long bits, double otherwise) {
        double value = Double.longBitsToDouble(bits);
        return value >= 0 && value <= Double.MAX_VALUE ? value : otherwise;
    }

    private static void flag(int field, boolean set, Edge edge) {
        switch (field) {
            case MESSAGING -> edge.type = set ? ConnectionType.MESSAGING : edge.type;
            case FAILED -> edge.failed = set;
            case DROPPED -> edge.dropped = set;
            default -> {}
        }
    }
}
