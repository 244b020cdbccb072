package dev.spanflame.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.CountingBudget;
import dev.spanflame.server.edge.Reservation;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Envelopes of gRPC messages that lie, in pieces of any size.
final class BodyBufferFuzzTest {
    private static final int MOST = 1 << 12;

    private final CountingBudget budget = new CountingBudget(1 << 20);

    private String read(byte[] bytes) {
        int piece = bytes.length == 0 ? 1 : 1 + (bytes[bytes.length - 1] & 0x3f);
        try (Reservation memory = new Reservation(budget)) {
            BodyBuffer buffer = new BodyBuffer(BodyLimit.grpc(MOST), -1, memory);
            for (int from = 0; from < bytes.length; from += piece) {
                buffer.add(Unpooled.wrappedBuffer(bytes, from, Math.min(piece, bytes.length - from)));
            }
            Body body = buffer.finish();
            assertThat(body.bytes()).hasSize(bytes.length - 5);
            return body.compressed() + " " + (32 - Integer.numberOfLeadingZeros(body.bytes().length));
        }
    }

    @Test
    void anEnvelopeIsOneMessageOrRefused() throws Exception {
        byte[] message = new byte[300];
        message[3] = 1;
        message[4] = 39;
        byte[] empty = new byte[5];

        Tally tally = Fuzzer.run(new Target("grpc envelope", 20_000, this::read), List.of(message, empty));

        assertThat(tally.read()).isGreaterThan(2);
        assertThat(tally.refused()).isPositive();
        assertThat(budget.held()).isZero();
        assertThat(budget.peak()).isLessThan(4 * MOST);
    }
}
