package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
import java.time.Duration;

/// What one request or one tenant may bring.
///
/// @param otlpRequestBytes    Size of an OTLP request after inflation; larger ones are refused with 413 or
/// RESOURCE_EXHAUSTED.
/// @param profileRequestBytes Size of a profile upload after inflation.
/// @param inFlightBytes       Memory of all requests together before their handlers have them; beyond it,
/// 503 or UNAVAILABLE. 0: an eighth of the shared heap.
/// @param ingestionRate       Bytes a second that one tenant may send on average, after inflation; beyond
/// it, 429 or RESOURCE_EXHAUSTED. 0: no limit.
/// @param ingestionBurst      Bytes that one tenant may send at once above its rate. 0: twice the rate, at
/// least one largest request.
/// @param maxSpansPerTrace    Spans of one trace; more are refused by partial success.
/// @param maxFuture           How far from now a span or a profile may end; those that end later are refused. 0:
/// as far as they like.
public record Limits(
        ByteSize otlpRequestBytes,
        ByteSize profileRequestBytes,
        ByteSize inFlightBytes,
        ByteSize ingestionRate,
        ByteSize ingestionBurst,
        int maxSpansPerTrace,
        Duration maxFuture) {
    private static final long MAX_REQUEST = 1L << 30;
    private static final long MAX_FUTURE_MILLIS = Duration.ofDays(36_500).toMillis();

    /// Checks ranges.
    public Limits {
        new Rules()
                .within("otlp-request-bytes", otlpRequestBytes, 1024, MAX_REQUEST)
                .within("profile-request-bytes", profileRequestBytes, 1024, MAX_REQUEST)
                .atLeast("max-spans-per-trace", maxSpansPerTrace, 1)
                .within("max-future", maxFuture.toMillis(), 0, MAX_FUTURE_MILLIS)
                .check();
    }

    /// 32 MiB per OTLP request, 64 MiB per profile, no rate.
    public static Limits defaults() {
        ByteSize none = new ByteSize(0);
        return new Limits(ByteSize.mib(32), ByteSize.mib(64), none, none, none, 1_000_000, Duration.ZERO);
    }
}
