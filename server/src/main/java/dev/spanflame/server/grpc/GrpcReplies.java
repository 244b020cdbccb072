package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.server.edge.Codings;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.MediaTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Sends the replies of one gRPC call. Each message of a stream goes out at once; the only message of a unary call
/// goes out together with its trailers. For one thread.
final class GrpcReplies implements Consumer<byte[]> {
    private final Exchange exchange;
    private final boolean streaming;
    private final boolean gzip;
    private final String accepted;
    private boolean begun;

    GrpcReplies(Exchange exchange, boolean streaming, boolean gzip, String accepted) {
        this.exchange = exchange;
        this.streaming = streaming;
        this.gzip = gzip;
        this.accepted = accepted;
    }

    @Override
    public void accept(byte[] reply) {
        if (begun && !streaming) {
            throw new IllegalStateException("a unary method replied twice");
        }
        begin();
        boolean compressed = gzip && reply.length > Codings.WORTHWHILE;
        byte[] message = compressed ? Codings.gzip(reply) : reply;
        exchange.write(prefix(compressed, message.length), message);
        if (streaming) {
            exchange.flush();
        }
    }

    /// Ends the call with status OK and what was noted.
    void end(Notes notes) {
        if (!begun) {
            if (!streaming) {
                throw new BackendException(ErrorKind.INTERNAL, "no_reply", "the method ended without a reply");
            }
            begin();
        }
        exchange.end(GrpcStatus.ended(notes));
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", MediaTypes.GRPC);
        headers.put("grpc-accept-encoding", accepted);
        if (gzip) {
            headers.put("grpc-encoding", "gzip");
        }
        exchange.begin(200, headers);
    }

    private static byte[] prefix(boolean compressed, int length) {
        return new byte[] {
            (byte) (compressed ? 1 : 0),
            (byte) (length >>> 24),
            (byte) (length >>> 16),
            (byte) (length >>> 8),
            (byte) length
        };
    }
}
