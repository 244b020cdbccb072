package dev.spanflame.load.shop;

import java.net.URI;

/// How a [Shop] runs.
///
/// @param otlp base URL of the OTLP receiver, such as `http://127.0.0.1:4317`
/// @param protocol what is spoken there
/// @param seed what the customers do, and what is slow or fails, follows from it
/// @param visitsPerSecond customers that come in a second, above 0 and up to 1,000
public record ShopOptions(URI otlp, OtlpProtocol protocol, long seed, double visitsPerSecond) {
    /// The rate of a quiet shop on a laptop.
    public static final double DEFAULT_VISITS_PER_SECOND = 6;

    /// How spans are sent.
    public enum OtlpProtocol {
        /// OTLP over gRPC, port 4317 by default.
        GRPC,
        /// OTLP as protobuf over HTTP/1.1, port 4318 by default.
        HTTP
    }

    /// Checks the rate.
    public ShopOptions {
        if (!(visitsPerSecond > 0 && visitsPerSecond <= 1_000)) {
            throw new IllegalArgumentException(
                    "the rate is " + visitsPerSecond + " visits a second; it must be above 0 and at most 1000");
        }
    }

    /// Over gRPC, with the default rate and seed.
    public static ShopOptions of(URI otlp) {
        return new ShopOptions(otlp, OtlpProtocol.GRPC, 1, DEFAULT_VISITS_PER_SECOND);
    }
}
