package dev.spanflame.proto.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Oddity;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The decoder against protobuf-java. `-Dspanflame.fuzz.rounds=N` and `-Dspanflame.fuzz.seed=S` make it run longer and
/// elsewhere.
final class OtlpSpanDecoderFuzzTest {
    private static final int ROUNDS = Integer.getInteger("spanflame.fuzz.rounds", 24_000);
    private static final long SEED = Long.getLong("spanflame.fuzz.seed", 1);

    private static final Pattern OVERLONG = Pattern.compile("byte (\\d+) there is a number longer than ten bytes");

    private final OtlpSpanDecoder decoder = new OtlpSpanDecoder();
    private final SpanBatch batch = new SpanBatch();
    private String refusal = "";
    private int accepted;
    private int refused;
    private int repaired;

    @Test
    void agreesWithProtobufOnScrambledAndDamagedRequests() {
        Random random = new Random(SEED);
        RandomOtlp messages = new RandomOtlp(random);
        WireScrambler scrambler = new WireScrambler(random);
        byte[] request = new byte[0];
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 6 == 0) {
                request = scrambler.write(messages.request());
                compare(request);
            } else {
                compare(scrambler.damaged(request));
            }
        }
        assertThat(accepted).as("accepted requests").isGreaterThan(ROUNDS / 5);
        assertThat(refused).as("refused requests").isGreaterThan(ROUNDS / 5);
        assertThat(repaired).as("requests with repaired text").isGreaterThan(ROUNDS / 20);
    }

    private void compare(byte[] request) {
        Optional<ExportTraceServiceRequest> expected = OtlpOracle.parse(request);
        boolean wellFormed = isDecoded(request);
        if (!wellFormed && isOverlongNumber(request)) {
            refused++;
            return;
        }
        assertThat(wellFormed).as(() -> "decoded: " + hex(request)).isEqualTo(expected.isPresent());
        boolean valid = wellFormed && batch.oddityCount(Oddity.INVALID_UTF8) == 0;
        assertThat(valid).as(() -> "valid: " + hex(request)).isEqualTo(OtlpOracle.isAccepted(request));
        if (expected.isPresent()) {
            compareContent(request, new ExpectedSpans(expected.get()));
            accepted++;
            repaired += valid ? 0 : 1;
        } else {
            assertThat(batch.spans().size()).isZero();
            refused++;
        }
    }

    private void compareContent(byte[] request, ExpectedSpans expected) {
        assertThat(batch.refused()).as(() -> "refused: " + hex(request)).isEqualTo(expected.refused());
        assertThat(withKnownFields(TraceMessages.tracesData(SpanRecords.trace(batch))))
                .as(() -> "content: " + hex(request))
                .isEqualTo(expected.kept());
    }

    /// Entity references are kept as received, unknown fields included; the oracle leaves those out.
    private static TracesData withKnownFields(TracesData data) {
        TracesData.Builder copy = data.toBuilder();
        for (ResourceSpans.Builder group : copy.getResourceSpansBuilderList()) {
            for (EntityRef.Builder ref : group.getResourceBuilder().getEntityRefsBuilderList()) {
                ref.setUnknownFields(UnknownFieldSet.getDefaultInstance());
            }
        }
        return copy.build();
    }

    private boolean isDecoded(byte[] request) {
        try {
            decoder.decode(request.clone(), batch);
            return true;
        } catch (BackendException e) {
            assertThat(e.reason()).isEqualTo("malformed_protobuf");
            refusal = e.text();
            return false;
        }
    }

    /// protobuf-java 4.36 takes a number whose tenth byte announces an eleventh where that byte is odd and enough bytes
    /// follow; the decoder follows the specification.
    private boolean isOverlongNumber(byte[] request) {
        Matcher overlong = OVERLONG.matcher(refusal);
        return overlong.find() && (request[Integer.parseInt(overlong.group(1)) - 1] & 0x81) == 0x81;
    }

    private static String hex(byte[] request) {
        return HexFormat.of().formatHex(request);
    }
}
