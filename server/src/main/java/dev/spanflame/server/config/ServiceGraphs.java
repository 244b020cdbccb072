package dev.spanflame.server.config;

import dev.spanflame.generator.series.Bounds;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.server.config.generator.Generators;
import dev.spanflame.server.config.generator.Listing;
import java.time.Duration;

/// What is made of calls between services. Lists are divided by commas.
///
/// @param maxWait How long half of a call waits for the other half.
/// @param maxItems Most halves of one tenant that wait; more are counted as dropped.
/// @param histogramBuckets Upper bounds of the buckets of durations, in seconds.
/// @param dimensions Attributes that become labels, looked for in the resource, then in the span.
/// Where both sides have one, that of the server counts.
/// @param clientServerPrefix Whether they become two labels instead, `client_` and `server_`.
/// @param messagingLatency Whether the time between sending and receiving a message is measured.
/// @param virtualNodeLabel Whether a label `virtual_node` says which side sends no spans.
/// @param peerAttributes Attributes of a span that name a side which sends no spans, the first that
/// is there.
/// @param databaseAttributes Attributes that tell that a call goes to a database, and name it.
/// @param multiplierKey Attribute with the ratio of sampling: a span with 0.1 counts as ten.
/// @param traceStateMultiplier Whether the ratio is taken from W3C `tracestate` (`ot=th:...`)
/// first.
/// @param include As in `metrics-generator.span-metrics`.
/// @param includeAny The same.
/// @param exclude The same.
/// @param peers Addresses of the ports for OTLP over HTTP of all processes that take spans, in the
/// same order in each, this one included: `http://a:4318,http://b:4318`. Each trace has one of them
/// that puts its calls together. Empty: this one.
/// @param self Which of `peers` this process is.
public record ServiceGraphs(
        Duration maxWait,
        int maxItems,
        String histogramBuckets,
        String dimensions,
        boolean clientServerPrefix,
        boolean messagingLatency,
        boolean virtualNodeLabel,
        String peerAttributes,
        String databaseAttributes,
        String multiplierKey,
        boolean traceStateMultiplier,
        String include,
        String includeAny,
        String exclude,
        String peers,
        String self) {
    /// Checks ranges and lists.
    public ServiceGraphs {
        new Rules()
                .within("max-wait", maxWait.toMillis(), 1, 3_600_000)
                .within("max-items", maxItems, 1, 10_000_000)
                .reads("histogram-buckets", () -> Bounds.parse(Listing.of(histogramBuckets)))
                .reads("include", () -> Policies.parse(include))
                .reads("include-any", () -> Policies.parse(includeAny))
                .reads("exclude", () -> Policies.parse(exclude))
                .reads("peers", () -> Generators.peers(peers))
                .that(
                        "self",
                        peers.isBlank() || Listing.of(peers).contains(self.strip()),
                        "is not one of metrics-generator.service-graphs.peers")
                .check();
    }

    /// As in Tempo, but ten times as many halves may wait.
    public static ServiceGraphs defaults() {
        return new ServiceGraphs(
                Duration.ofSeconds(10),
                100_000,
                "0.1,0.2,0.4,0.8,1.6,3.2,6.4,12.8",
                "",
                false,
                false,
                false,
                "peer.service,db.name,db.system,db.system.name",
                "db.namespace,db.name,db.system,db.system.name",
                "",
                false,
                "",
                "",
                "",
                "",
                "");
    }
}
